#!/bin/sh
# Makes the daemon's login and its database when the container of Postgres makes its cluster (its entry point runs the files of
# /docker-entrypoint-initdb.d). The login is no superuser: it owns its database, so that it can migrate it, and nothing else.
# pgvector is installed here, once, because that needs the superuser.
set -eu
password=$(cat "${PADCHESTD_PASSWORD_FILE:-/run/secrets/padchestd_password}")
psql -X -v ON_ERROR_STOP=1 --username postgres --dbname postgres -v password="$password" <<'SQL'
create role padchestd login nosuperuser nocreatedb nocreaterole password :'password';
create database padchest owner padchestd encoding 'UTF8' template template0;
\connect padchest
create extension if not exists vector schema public;
SQL
