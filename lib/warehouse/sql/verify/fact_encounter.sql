select e.encounter_id, e.patient_key, to_char(e.encounter_date, 'YYYYMMDD')::integer, e.facility_id, e.years::smallint,
       e.age_group, (select count(*)::integer from ods.procedures as p where p.encounter_id = e.encounter_id),
       (select count(*)::integer from ods.encounter_diagnoses as l where l.encounter_id = e.encounter_id),
       e.finding_status,
       exists (select from ods.reports as r where r.encounter_id = e.encounter_id and r.report_text is not null)
from pg_temp.scratch_encounter as e
