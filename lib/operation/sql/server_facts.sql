-- What this session may do and what the server has.
select pg_is_in_recovery() as is_standby,
       has_database_privilege(current_database(), 'create') as may_create,
       extract(epoch from clock_timestamp())::double precision as clock,
       exists (select from pg_available_extensions where name = 'vector') as offers_vector,
       exists (select from pg_extension where extname = 'vector') as has_vector,
       coalesce((select not ssl from pg_stat_ssl where pid = pg_backend_pid()), true) as is_plain,
       inet_server_addr() is not null and host(inet_server_addr()) not in ('127.0.0.1', '::1') as is_remote
