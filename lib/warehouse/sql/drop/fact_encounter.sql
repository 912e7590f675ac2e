delete from dwh.fact_encounter as f
where ($1::text[] is null or f.encounter_id = any ($1))
  and not exists (select from ods.encounters as s where s.encounter_id = f.encounter_id)
