#!/usr/bin/env bash
# ./mvnw verify -Pdocker with what this machine can get. As root on Debian, where no container engine answers, it installs
# one, starts it, and stops it at the end; it installs Docker Compose, too. Where an official image cannot be had, it builds
# a stand-in and says so. Options go to Maven.
set -euo pipefail
cd "$(dirname "$0")/.."

version() { sed -n "s:.*<$1>\(.*\)</$1>.*:\1:p" pom.xml; }
STATE=$(mktemp -d)

engine_answers() { docker info > /dev/null 2>&1; }

stop_engine() {
    local pid
    pid=$(cat "$STATE/pid" 2> /dev/null) || pid=
    if [ -n "$pid" ]; then
        # It stops its containers first.
        kill "$pid" || true
        for _ in $(seq 60); do kill -0 "$pid" 2> /dev/null || break; sleep 1; done
        echo "Stopped the container engine that was started here."
    fi
    rm -rf "$STATE"
}
trap stop_engine EXIT
trap 'exit 130' INT TERM

install() {
    apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$1"
}

start_engine() {
    if ! command -v dockerd > /dev/null; then
        echo "Installing docker.io."
        install docker.io > "$STATE/log" 2>&1 < /dev/null || { tail -5 "$STATE/log" >&2; return; }
    fi
    # A session of its own: Ctrl-C must not end it before its containers.
    setsid dockerd --pidfile "$STATE/pid" > "$STATE/log" 2>&1 < /dev/null &
    for _ in $(seq 60); do
        if engine_answers; then
            echo "Started a container engine; it is stopped at the end."
            return
        fi
        sleep 1
    done
    tail -5 "$STATE/log" >&2
}

compose_answers() { docker compose version > /dev/null 2>&1 || docker-compose version > /dev/null 2>&1; }

# image <official> <stand-in>: sets IMAGE to the one there is.
image() {
    IMAGE=$1
    if docker image inspect "$1" > /dev/null 2>&1 || timeout 300 docker pull "$1"; then
        return
    fi
    IMAGE=$2
    echo "$1 cannot be had. The tests run on $2 instead: a stand-in, not the official image."
    docker image inspect "$2" > /dev/null 2>&1 || docker/stand-in/build.sh
}

if ! engine_answers && [ "$(id -u)" = 0 ]; then
    start_engine
fi
if engine_answers; then
    if ! compose_answers && [ "$(id -u)" = 0 ]; then
        echo "Installing docker-compose."
        install docker-compose > "$STATE/compose.log" 2>&1 < /dev/null || tail -5 "$STATE/compose.log" >&2
    fi
    image "quay.io/keycloak/keycloak:$(version keycloak.dist.version)" \
        "refresh-grants/stand-in-keycloak:$(version keycloak.dist.version)"
    set -- "$@" "-Ddocker.keycloak.image=$IMAGE"
    image postgres:17 refresh-grants/stand-in-postgres:17
    set -- "$@" "-Ddocker.postgres.image=$IMAGE"
fi
# Without an engine the profile says what is missing.
./mvnw -B -ntp verify -Pdocker "$@"
