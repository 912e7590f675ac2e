-- Patients whose planned move has come: another version is current now, though nobody changed anything.
insert into ingest.dimension_queue (dimension, member, change_id, changed_at)
select 'patient', patient_id, gen_random_uuid(), now()
from dwh.dim_patient
where is_current and valid_to < date '9999-12-31' and valid_to <= (select day from dwh.today)
