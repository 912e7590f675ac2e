-- $1 feed, $2 batch, $3 time; then an array a column: $4 category, $5 name, $6 checked rows, $7 failing rows, $8 threshold.
insert into ingest.quality_results
    (run_id, check_name, category, feed, batch_id, checked_at, checked_rows, failing_rows, threshold)
select last.run_id + 1, r.name, r.category, $1, $2::bigint, $3::timestamptz, r.checked_rows, r.failing_rows, r.threshold
from (select coalesce(max(run_id), 0) as run_id from ingest.quality_results) as last
cross join unnest($4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::numeric[])
    as r (category, name, checked_rows, failing_rows, threshold)
returning run_id, check_name, passed
