-- How much work the queues hold: encounters that changed, encounters of patients who changed, and of diagnoses that
-- changed their kind; beside the encounters that the warehouse has. (Looked up member by member: a join could read the
-- whole store for one of them.)
select (select count(distinct encounter_id) from ingest.change_queue) as changed,
       (select coalesce(sum((select count(*) from ods.encounters as e where e.patient_id = q.member)), 0)
        from (select distinct member from ingest.dimension_queue where dimension = 'patient') as q) as of_patients,
       (select coalesce(sum((select count(*) from ods.encounter_diagnoses as l where l.diagnosis_code = q.member)), 0)
        from (select distinct member from ingest.dimension_queue where dimension = 'diagnosis') as q
        where (select kind from ods.diagnoses as n where n.diagnosis_code = q.member)
           <> (select kind from dwh.dim_diagnosis as o where o.diagnosis_code = q.member)) as of_diagnoses,
       s.encounters as present
from ingest.warehouse_state as s
