delete from dwh.bridge_encounter_diagnosis as b
where ($1::text[] is null or b.encounter_id = any ($1))
  and not exists (select from ods.encounter_diagnoses as s
                  where s.encounter_id = b.encounter_id and s.diagnosis_code = b.diagnosis_code)
  and not exists (select from dwh.fact_encounter as e
                  where e.encounter_id = b.encounter_id and e.diagnoses = 0 and b.diagnosis_code = '(unlabelled)')
