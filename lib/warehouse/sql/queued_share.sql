-- How much work the queues hold: encounters that changed, encounters of patients who changed, and of diagnoses that
-- changed their kind; beside the encounters that the warehouse has. (Looked up by an array of the members: a join could
-- read the whole store for one of them; and a cluster refuses a look-up that depends on each row of another table.)
select (select count(distinct encounter_id) from ingest.change_queue) as changed,
       (select count(*) from ods.encounters
        where patient_id = any (array(
            select distinct member from ingest.dimension_queue where dimension = 'patient'))) as of_patients,
       (select count(*) from ods.encounter_diagnoses
        where diagnosis_code = any (array(
            select n.diagnosis_code
            from (select distinct member from ingest.dimension_queue where dimension = 'diagnosis') as q
            join ods.diagnoses as n on n.diagnosis_code = q.member
            join dwh.dim_diagnosis as o on o.diagnosis_code = n.diagnosis_code and o.kind <> n.kind))) as of_diagnoses,
       s.encounters as present
from ingest.warehouse_state as s
