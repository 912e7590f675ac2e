-- The warehouse's lag, what its proof found, and the database's clock. Times as seconds since 1970.
select f.queued_encounters, f.queued_members,
       extract(epoch from f.oldest_change)::double precision as oldest_change,
       extract(epoch from f.refreshed_at)::double precision as refreshed_at,
       d.tables as different_tables, d.rows as different_rows,
       (select extract(epoch from turn_ended_at)::double precision from ingest.warehouse_proof) as proved_at,
       extract(epoch from clock_timestamp())::double precision as clock
from analytics.freshness as f
cross join (
    select string_agg(table_name, ', ' order by table_name) as tables,
           coalesce(sum(missing_rows + surplus_rows), 0)::bigint as rows
    from ingest.warehouse_difference
) as d
