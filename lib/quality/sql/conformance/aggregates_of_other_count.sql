-- Facts of the warehouse that its aggregate of encounters does not count, or counts too often.
select greatest(facts, abs(facts - counted)) as checked_rows, abs(facts - counted) as failing_rows
from (select (select count(*) from dwh.fact_encounter) as facts,
             (select coalesce(sum(encounters), 0)::bigint from dwh.agg_encounter) as counted) as both_counts
