insert into ods.encounter_diagnoses (encounter_id, diagnosis_code)
select encounter_id, code from unnest($1::text[], $2::text[]) as now_there (encounter_id, code)
order by 1, 2
on conflict do nothing
