#!/bin/bash
# What the official image's entry point does with POSTGRES_USER, POSTGRES_PASSWORD and POSTGRES_DB, as far as it is needed.
set -euo pipefail

if [ ! -s "$PGDATA/PG_VERSION" ]; then
    user=${POSTGRES_USER:-postgres}
    database=${POSTGRES_DB:-$user}
    initdb --username="$user" --pwfile=<(echo "${POSTGRES_PASSWORD:?}") --auth-host=scram-sha-256 --encoding=UTF8 --locale=C
    echo 'host all all all scram-sha-256' >> "$PGDATA/pg_hba.conf"
    echo "listen_addresses = '*'" >> "$PGDATA/postgresql.conf"
    # The official one runs a server of its own while it sets up. Who waits for a server, waits for the second.
    pg_ctl --wait --options="-c listen_addresses=''" start
    pg_ctl --wait stop
    [ "$database" = postgres ] || echo "create database \"$database\"" | postgres --single postgres
fi
exec "$@"
