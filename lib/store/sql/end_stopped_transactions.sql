-- $1 milliseconds. Ends the sessions of this program that have left a transaction open and sent nothing for that long.
-- Nobody else's: a person may keep one open.
select count(pg_terminate_backend(activity.pid, 1000))
from pg_stat_activity as activity
where activity.datname = current_database() and activity.usename = current_user
  and activity.application_name like 'padchestd %'
  and activity.pid <> pg_backend_pid()
  and activity.xact_start is not null
  and activity.wait_event_type = 'Client'
  and activity.state_change < clock_timestamp() - make_interval(secs => $1::float8 / 1000)
