delete from dwh.dim_diagnosis_ancestor as d
where ($1::text[] is null or d.diagnosis_code = any ($1))
  and not exists (select from ods.diagnosis_ancestors as s
                  where s.diagnosis_code = d.diagnosis_code and s.ancestor_code = d.ancestor_code)
