# What an operator does with the package in a booted Debian, a step a function. Sourced by `boot`, which sets `root` (the
# Debian's folder) and `deb` (the package); `inside` runs a command in it. A step fails by its exit code.
# shellcheck shell=bash disable=SC2154

readonly feed=/var/lib/padchestd/feed/padchest.csv
readonly log=/var/log/padchestd/padchestd.log

as_daemon() { inside setpriv --reuid=padchestd --regid=padchestd --clear-groups env PADCHESTD_CONFIG=/etc/padchestd/padchestd.yaml PGPASSFILE=/run/padchestd/pgpass "$@"; }
sql() { inside setpriv --reuid=postgres --regid=postgres --clear-groups psql -XAtq -v ON_ERROR_STOP=1 -d "${2:-padchest}" -c "$1"; }
main_pid() { inside systemctl show --property=MainPID --value padchestd; }
restarts() { inside systemctl show --property=NRestarts --value padchestd; }
# The daemon's own, without its parallel workers, other sessions of its user and those that are just ending.
sessions() {
    sql "select string_agg(pid::text, ' ' order by pid) from pg_stat_activity
        where application_name = 'padchestd writer' and backend_type = 'client backend'"
}
events() { inside sh -c "cat $log.1 $log 2>/dev/null | grep -c 'event=$1 '" || true; }

# until_true SECONDS COMMAND…: waits for a condition, at most so long.
until_true() {
    local end=$((SECONDS + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        ((SECONDS < end)) || return 1
        sleep 0.2
    done
}

healthy() { as_daemon padchestd status --exit-code; }
changed_pid() { [[ $(main_pid) != "$1" && $(main_pid) != 0 ]]; }
logged_more() { (($(events "$1") > $2)); }
no_lag() { as_daemon padchestd status --json | grep -q '"lag_bytes": *0[,}]'; }

# A writer that goes on writing a feed of so many studies, a record in pieces, until `end_writer`.
begin_writer() {
    inside systemd-run --quiet --unit=feed-writer --uid=padchestd --gid=padchestd --property=UMask=0027 \
        padchestd feed simulate --output "$feed" --encounters 20000 --bad-records 0.005 --seed 3 --rate "$1" --tear --resume
}
end_writer() { inside systemctl stop feed-writer 2>/dev/null || true; }

# configure INTERVAL: the shipped configuration with a shorter interval.
configure() {
    printf '\nschedule:\n  interval: %s\n' "$1" | cat "$root/root/shipped.yaml" - >"$root/etc/padchestd/padchestd.yaml"
}

step_install() {
    cp "$deb" "$root/root/padchestd.deb"
    inside env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install /root/padchestd.deb || return 1
    cp "$root/etc/padchestd/padchestd.yaml" "$root/root/shipped.yaml"
    # The first installation starts nothing.
    [[ $(inside systemctl is-active padchestd) == inactive ]]
}

step_init() {
    until_true 30 sql 'select 1' postgres || return 1
    inside sh -c 'padchestd init --print-sql | setpriv --reuid=postgres --regid=postgres --clear-groups psql -Xq -v ON_ERROR_STOP=1' || return 1
    configure 500ms
}

step_start() {
    inside systemctl enable --now padchestd || return 1
    [[ $(inside systemctl is-active padchestd) == active ]] || return 1
    begin_writer 400 || return 1
    until_true 60 healthy && as_daemon padchestd doctor || return 1
    [[ $(inside stat -c %a:%U:%G /run/padchestd/heartbeat.json) == 640:padchestd:padchestd ]]
}

step_reload() {
    local pid before reloaded
    pid=$(main_pid) before=$(sessions) reloaded=$(events config_reloaded)
    configure 400ms
    inside systemctl reload padchestd && until_true 20 logged_more config_reloaded "$reloaded" || return 1
    [[ $(main_pid) == "$pid" && $(sessions) == "$before" ]]
}

step_broken_reload() {
    local pid before
    pid=$(main_pid) before=$(sessions)
    inside sed -i 's/interval: .*/interval: soon/' /etc/padchestd/padchestd.yaml
    inside systemctl reload padchestd || true
    until_true 20 logged_more config_rejected 0 || return 1
    [[ $(main_pid) == "$pid" && $(sessions) == "$before" && $(inside systemctl is-active padchestd) == active ]] || return 1
    configure 500ms
    inside systemctl reload padchestd
}

# A stopped process shows no life: systemd ends and restarts it.
step_watchdog() {
    local pid count
    inside sh -c 'mkdir -p /etc/systemd/system/padchestd.service.d &&
        printf "[Service]\nWatchdogSec=4s\n" >/etc/systemd/system/padchestd.service.d/watchdog.conf'
    inside systemctl daemon-reload && inside systemctl restart padchestd || return 1
    pid=$(main_pid) count=$(restarts)
    inside sh -c "kill -STOP $pid"
    until_true 40 changed_pid "$pid" && (($(restarts) > count)) || return 1
    rm "$root/etc/systemd/system/padchestd.service.d/watchdog.conf"
    inside systemctl daemon-reload && inside systemctl restart padchestd && until_true 60 healthy
}

step_kill() {
    local pid
    pid=$(main_pid)
    inside sh -c "kill -KILL $pid"
    until_true 30 changed_pid "$pid" && until_true 60 healthy
}

# logrotate under load: the batches in the logs follow each other without a gap.
# A daemon that was killed may have committed a batch without a line: no gap is looked for across a start.
step_rotation() {
    local missing
    for _ in 1 2; do
        inside logrotate --force /etc/logrotate.d/padchestd || return 1
        sleep 2
    done
    missing=$(inside sh -c "for f in $log.2* $log.1* $log; do case \$f in *.gz) zcat \$f ;; *) cat \$f ;; esac; done 2>/dev/null" |
        sed -n 's/.*event=service_started .*/start/p; s/.*event=cycle_done batch=\([0-9]*\) batches=\([0-9]*\) .*/\1 \2/p' |
        awk '$1 == "start" { known = 0; next }
            { if (known && $1 - $2 != last && $1 != last) ++gaps; last = $1; known = 1; ++cycles }
            END { print gaps + 0, cycles + 0 }')
    printf 'gaps and cycles in the rotated logs: %s\n' "$missing"
    [[ $missing == "0 "* && $missing != "0 0" ]]
}

step_database_away() {
    inside systemctl stop postgresql && inside systemctl restart padchestd || return 1
    [[ $(inside systemctl is-active padchestd) == active ]] || return 1
    until_true 20 sh -c "grep -q 'event=degraded' '$root$log'" || return 1
    inside systemctl show --property=StatusText padchestd
    inside systemctl start postgresql && until_true 90 healthy
}

step_stop_under_load() {
    local from
    end_writer
    begin_writer 0 || return 1
    from=$SECONDS
    inside systemctl stop padchestd || return 1
    ((SECONDS - from <= 10)) && [[ $(inside systemctl show --property=Result --value padchestd) == success ]] || return 1
    inside systemctl start padchestd && until_true 60 healthy
}

# The password in a passfile, handed over as a credential, and Postgres over TCP by the packaged drop-in.
step_password() {
    inside install -D -m 644 /usr/share/padchestd/systemd/tcp.conf /etc/systemd/system/padchestd.service.d/tcp.conf
    sql "alter role padchestd password 'pass:word'" || return 1
    inside sh -c 'umask 077; mkdir -p /etc/credstore; echo "127.0.0.1:5432:padchest:padchestd:pass\\:word" >/etc/credstore/padchestd.pgpass'
    inside sed -i 's|conninfo: .*|conninfo: host=127.0.0.1 dbname=padchest user=padchestd|' /etc/padchestd/padchestd.yaml
    inside systemctl daemon-reload && inside systemctl restart padchestd || return 1
    until_true 60 sql "select 1/count(*) from pg_stat_activity where usename = 'padchestd' and client_addr is not null" || return 1
    [[ $(inside stat -c %a:%U /run/padchestd/pgpass) == 600:padchestd ]] || return 1
    ! inside grep -rq 'pass:word' /var/log/padchestd /run/padchestd/heartbeat.json
}

step_upgrade() {
    local pid edited
    pid=$(main_pid) edited=$(inside sha256sum /etc/padchestd/padchestd.yaml)
    rm -rf "$root/root/next" && dpkg-deb -R "$deb" "$root/root/next"
    sed -i 's/^Version: .*/&+1/' "$root/root/next/DEBIAN/control"
    dpkg-deb --root-owner-group -b "$root/root/next" "$root/root/next.deb" || return 1
    inside env DEBIAN_FRONTEND=noninteractive apt-get -qq -y install /root/next.deb || return 1
    changed_pid "$pid" && [[ $(inside sha256sum /etc/padchestd/padchestd.yaml) == "$edited" ]] && until_true 60 healthy
}

# Everything that the writer wrote is in the database, once: counted by an independent reader of CSV.
step_compare() {
    end_writer
    until_true 300 no_lag || return 1
    local records stored
    records=$(python3 -c 'import csv, sys; print(sum(1 for _ in csv.reader(open(sys.argv[1], newline="", encoding="latin-1"))) - 1)' "$root$feed")
    stored=$(sql 'select (select count(*) from ods.procedures) + (select count(*) from ingest.quarantine)')
    printf 'records in the feed: %s, stored or in quarantine: %s\n' "$records" "$stored"
    ((records == stored && records > 1000)) || return 1
    as_daemon padchestd audit && as_daemon padchestd verify
}

step_remove() {
    inside env DEBIAN_FRONTEND=noninteractive apt-get -qq -y remove padchestd || return 1
    [[ -e $root$feed && -e $root/etc/padchestd/padchestd.yaml && $(inside systemctl is-active padchestd) != active ]]
}

step_purge() {
    inside env DEBIAN_FRONTEND=noninteractive apt-get -qq -y purge padchestd || return 1
    [[ ! -e $root/var/lib/padchestd && ! -e $root/etc/padchestd && ! -e $root/var/log/padchestd ]] || return 1
    (($(sql 'select count(*) from ods.procedures') > 0))
}

# shellcheck disable=SC2034  # read by `boot`
readonly steps=(install init start reload broken_reload watchdog kill rotation database_away stop_under_load password upgrade
    compare remove purge)
