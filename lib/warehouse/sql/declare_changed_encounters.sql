-- The encounters of a refresh, each once: those queued, those of queued patients (who moved, were born on another day or
-- are of another sex), and those with a label whose kind is no longer what the dimension has. A cursor keeps the rows that
-- it was declared over, so it can be read twice while queues and dimensions change. (Looked up by an array of the members,
-- as in queued_share.)
declare changed_encounters scroll cursor for
select encounter_id from ingest.change_queue
union
select encounter_id
from ods.encounters
where patient_id = any (array(select distinct member from ingest.dimension_queue where dimension = 'patient'))
union
select encounter_id
from ods.encounter_diagnoses
where diagnosis_code = any (array(
    select n.diagnosis_code
    from (select distinct member from ingest.dimension_queue where dimension = 'diagnosis') as q
    join ods.diagnoses as n on n.diagnosis_code = q.member
    join dwh.dim_diagnosis as o on o.diagnosis_code = n.diagnosis_code and o.kind <> n.kind))
order by encounter_id
