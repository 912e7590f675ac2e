delete from dwh.fact_procedure as f
where ($1::text[] is null or f.encounter_id = any ($1))
  and not exists (select from ods.procedures as s
                  where s.encounter_id = f.encounter_id and s.procedure_id = f.procedure_id)
