-- The encounters of a refresh, each once: those queued, those of queued patients (who moved, were born on another day or
-- are of another sex), and those with a label whose kind is no longer what the dimension has. A cursor keeps the rows that
-- it was declared over, so it can be read twice while queues and dimensions change. (Members one by one: a join could read
-- the whole store for one of them.)
declare changed_encounters scroll cursor for
select encounter_id from ingest.change_queue
union
select e.encounter_id
from (select distinct member from ingest.dimension_queue where dimension = 'patient') as q
cross join lateral (select s.encounter_id from ods.encounters as s where s.patient_id = q.member offset 0) as e
union
select e.encounter_id
from (select distinct member from ingest.dimension_queue where dimension = 'diagnosis') as q
join ods.diagnoses as n on n.diagnosis_code = q.member
join dwh.dim_diagnosis as o on o.diagnosis_code = n.diagnosis_code and o.kind <> n.kind
cross join lateral (
    select l.encounter_id from ods.encounter_diagnoses as l where l.diagnosis_code = n.diagnosis_code offset 0
) as e
order by encounter_id
