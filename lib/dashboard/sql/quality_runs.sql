-- The last 12 runs of the quality checks, check by check in the order of the page. `place`: of the run, the oldest is 0.
select dense_rank() over (order by run_id) - 1 as place, run_id,
       to_char(checked_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as checked_at,
       category, check_name, checked_rows, failing_rows, threshold, passed
from analytics.quality_results
where run_id > (select max(run_id) - 12 from analytics.quality_results)
order by array_position(array['completeness', 'plausibility', 'conformance'], category::text), check_name, run_id
