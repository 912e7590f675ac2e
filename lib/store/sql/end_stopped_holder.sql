-- $1 the lock's class, $2 the feed, $3 milliseconds. Ends the session that holds the writer's lock and has waited for its
-- client for that long (a server that works for a living daemon waits for something else), and waits for its end.
select pg_terminate_backend(activity.pid, 1000)
from pg_locks as held
join pg_stat_activity as activity on activity.pid = held.pid
where held.locktype = 'advisory' and held.granted and held.objsubid = 2
  and held.database = (select oid from pg_database where datname = current_database())
  and held.classid = $1::bigint::oid and held.objid = (hashtext($2)::bigint & 4294967295)::oid
  and activity.pid <> pg_backend_pid()
  and activity.wait_event_type = 'Client'
  and activity.state_change < clock_timestamp() - make_interval(secs => $3::float8 / 1000)
