#!/bin/sh
# Makes the daemon's login and its database when the container of Postgres makes its cluster (its entry point runs the files of
# /docker-entrypoint-initdb.d). The login is no superuser: it owns its database, so that it can migrate it, and nothing else.
# pgvector, and the right to keep values of rows out of the server's log, are given here, once, because they need the superuser.
set -eu
password=$(cat "${PADCHESTD_PASSWORD_FILE:-/run/secrets/padchestd_password}")
psql -X -v ON_ERROR_STOP=1 --username postgres --dbname postgres -v password="$password" <<'SQL'
create role padchestd login nosuperuser nocreatedb nocreaterole password :'password';
grant set on parameter log_min_messages, log_error_verbosity, log_parameter_max_length to padchestd;
create database padchest owner padchestd encoding 'UTF8' template template0;
\connect padchest
create extension if not exists vector schema public;
SQL
