-- Studies that the warehouse does not have and that do not wait for it.
select count(*) as checked_rows, count(*) filter (where f.encounter_id is null) as failing_rows
from ods.encounters as e
left join dwh.fact_encounter as f on f.encounter_id = e.encounter_id
left join (select distinct encounter_id from ingest.change_queue) as q on q.encounter_id = e.encounter_id
where q.encounter_id is null
