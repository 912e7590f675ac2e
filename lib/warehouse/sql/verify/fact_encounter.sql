select e.encounter_id, e.patient_key, to_char(e.encounter_date, 'YYYYMMDD')::integer, e.facility_id, e.years::smallint,
       e.age_group, coalesce(images.count, 0), coalesce(labels.count, 0), e.finding_status,
       texts.encounter_id is not null
from pg_temp.scratch_encounter as e
left join (select encounter_id, count(*)::integer from ods.procedures group by encounter_id) as images
      on images.encounter_id = e.encounter_id
left join (select encounter_id, count(*)::integer from ods.encounter_diagnoses group by encounter_id) as labels
      on labels.encounter_id = e.encounter_id
left join (select encounter_id from ods.reports where report_text is not null group by encounter_id) as texts
      on texts.encounter_id = e.encounter_id
