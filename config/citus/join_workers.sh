#!/bin/sh
# Runs once, where the coordinator's database is made: tells it its own name and those of the workers.
set -eu
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
create extension if not exists citus;
select citus_set_coordinator_host('coordinator');
select citus_add_node('worker1', 5432);
select citus_add_node('worker2', 5432);
SQL
