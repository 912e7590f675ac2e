-- A feed's position, without its identity (NULL: it was never read), the warehouse's lag, what its proof found, and the
-- database's clock. Times as seconds since 1970. Once for each reason for which records of the feed are in the quarantine, with
-- their number and how many came since a time; or once with no reason. $1 feed, $2 time.
select c.generation, c.byte_offset, c.last_row, c.batch_id, c.paused_reason is not null as is_paused,
       extract(epoch from c.committed_at)::double precision as committed_at,
       f.queued_encounters, f.queued_members,
       extract(epoch from f.oldest_change)::double precision as oldest_change,
       extract(epoch from f.refreshed_at)::double precision as refreshed_at,
       d.tables as different_tables, d.rows as different_rows,
       (select extract(epoch from turn_ended_at)::double precision from ingest.warehouse_proof) as proved_at,
       extract(epoch from clock_timestamp())::double precision as clock,
       q.reason, q.records, q.last_day
from analytics.freshness as f
cross join (
    select string_agg(table_name, ', ' order by table_name) as tables,
           coalesce(sum(missing_rows + surplus_rows), 0)::bigint as rows
    from ingest.warehouse_difference
) as d
left join ingest.checkpoint as c on c.feed = $1
left join (
    select reason, count(*) as records, count(*) filter (where quarantined_at >= $2::timestamptz) as last_day
    from ingest.quarantine
    where feed = $1 and status = 'open'
    group by reason
) as q on true
order by q.reason
