delete from dwh.dim_diagnosis as d
where ($1::text[] is null or d.diagnosis_code = any ($1))
  and d.kind <> 'unlabelled'
  and not exists (select from ods.diagnoses as s where s.diagnosis_code = d.diagnosis_code)
