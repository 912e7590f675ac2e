# What tests/service/cluster does to the nodes of its cluster. Node 0 is the coordinator.
# shellcheck shell=bash

node_sql() { psql -XAt -h "$PADCHESTD_CITUS_FOLDER" -p $((PADCHESTD_CITUS_PORT + $1)) -c "$2"; }

# kill_node NODE: as a machine that loses power; its keeper starts it again.
kill_node() { kill -KILL "$(head -n 1 "$PADCHESTD_CITUS_FOLDER/node$1/postmaster.pid")"; }

wait_for_node() {
    for _ in {1..300}; do
        ! node_sql "$1" 'select 1' >/dev/null 2>&1 || return 0
        sleep 0.1
    done
    echo "node $1 did not come back" && false
}

take_away() { touch "$PADCHESTD_CITUS_FOLDER/node$1.away" && kill_node "$1"; }
bring_back() { rm "$PADCHESTD_CITUS_FOLDER/node$1.away" && wait_for_node "$1"; }

# hold_ledger, release_ledger: a batch that has written its rows waits in between, uncommitted.
hold_ledger() {
    coproc HOLDER { psql -qXAt 2>&1; }
    echo "begin; lock table ingest.batches in share mode; select 'held';" >&"${HOLDER[1]}"
    read -r <&"${HOLDER[0]}"
    [[ $REPLY == held ]]
}
release_ledger() { echo '\q' >&"${HOLDER[1]}" && wait "$HOLDER_PID" || true; }
wait_for_batch() {
    for _ in {1..300}; do
        [[ $(node_sql 0 "select count(*) from pg_locks where relation = 'ingest.batches'::regclass and not granted") == 0 ]] || return 0
        sleep 0.1
    done
    echo 'no batch came to the ledger' && false
}

# hold_commits, release_commits: a transaction on the coordinator that has prepared its parts on the workers, and whose own
# commit is on disk, waits for a standby that does not exist.
set_standby() { node_sql 0 "alter system set synchronous_standby_names = '$1'" && node_sql 0 'select pg_reload_conf()'; }
hold_commits() { set_standby nobody; }
release_commits() { set_standby ''; }
wait_for_commit() {
    for _ in {1..300}; do
        [[ $(node_sql 0 "select count(*) from pg_stat_activity where wait_event = 'SyncRep'") == 0 ]] || return 0
        sleep 0.1
    done
    echo 'no transaction came to its commit' && false
}

# hold_copies, wait_for_copy, release_copies NODE TABLE: who has copied rows into the table's shards on a worker waits at the
# first half of its commit.
worker_sql() { node_sql "$1" "set citus.enable_ddl_propagation = off; $2"; }
hold_copies() {
    worker_sql "$1" 'create function wait_at_commit() returns trigger language plpgsql as
        $$ begin perform pg_advisory_xact_lock(7); return null; end $$' || return 1
    local shard
    for shard in $(shards_on "$1" "$2"); do
        worker_sql "$1" "create constraint trigger wait_at_commit after insert on $shard deferrable initially deferred
                         for each row execute function wait_at_commit()" || return 1
    done
    coproc HOLDER { psql -qXAt -h "$PADCHESTD_CITUS_FOLDER" -p $((PADCHESTD_CITUS_PORT + $1)) 2>&1; }
    echo "select 'held' from pg_advisory_lock(7);" >&"${HOLDER[1]}"
    read -r <&"${HOLDER[0]}"
    [[ $REPLY == held ]]
}
wait_for_copy() {
    for _ in {1..300}; do
        [[ $(node_sql "$1" "select count(*) from pg_stat_activity where wait_event = 'advisory'") == 0 ]] || return 0
        sleep 0.1
    done
    echo 'no copy came to its commit' && false
}
release_copies() {
    echo '\q' >&"${HOLDER[1]}" || true
    wait "$HOLDER_PID" || true
    worker_sql "$1" 'drop function wait_at_commit() cascade'
}
shards_on() {
    node_sql 0 "select shard_name from citus_shards where table_name = '$2'::regclass and nodeport = $((PADCHESTD_CITUS_PORT + $1))"
}

# cut_sessions NODE: ends the coordinator's sessions on a worker.
cut_sessions() {
    node_sql "$1" "select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name like 'citus%internal%'"
}
# shellcheck disable=SC2034 # for the script that sources this
held_back="select coalesce(sum(result::int), 0) from run_command_on_workers('select count(*) from pg_prepared_xacts')"
