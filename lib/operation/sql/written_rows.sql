-- Rows written to the store by the last $3 batches of feed $1 up to $2, and where this database is.
select current_database() as database, coalesce(host(inet_server_addr()), 'localhost') as host,
       coalesce(inet_server_port(), current_setting('port')::integer) as port,
       coalesce(sum(encounters_written), 0)::bigint as encounters,
       coalesce(sum(procedures_written), 0)::bigint as procedures,
       coalesce(sum(reports_written), 0)::bigint as reports,
       coalesce(sum(findings_written), 0)::bigint as findings
from (select * from ingest.batches where feed = $1 and kind = 'feed' and batch_id <= $2::bigint
      order by batch_id desc limit $3::bigint) as written
