-- Facts of the warehouse whose study is not in the store. Those that wait for the warehouse are left out.
select count(*) as checked_rows, count(*) filter (where e.encounter_id is null) as failing_rows
from dwh.fact_encounter as f
left join ods.encounters as e on e.encounter_id = f.encounter_id
where not exists (select from ingest.change_queue as q where q.encounter_id = f.encounter_id)
