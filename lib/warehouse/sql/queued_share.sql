-- How much work the queues hold: encounters that changed, encounters of patients who changed, and of diagnoses that
-- changed their kind; beside the encounters that the warehouse has.
select (select count(distinct encounter_id) from ingest.change_queue) as changed,
       (select count(*) from ods.encounters as e
        where e.patient_id in (select member from ingest.dimension_queue where dimension = 'patient')) as of_patients,
       (select count(*)
        from ingest.dimension_queue as q
        join ods.diagnoses as n on n.diagnosis_code = q.member
        join dwh.dim_diagnosis as o on o.diagnosis_code = q.member and o.kind <> n.kind
        join ods.encounter_diagnoses as l on l.diagnosis_code = q.member
        where q.dimension = 'diagnosis') as of_diagnoses,
       s.encounters as present
from ingest.warehouse_state as s
