-- (By a join: see fact_encounter.)
delete from dwh.fact_procedure as f
using (
    select o.encounter_id, o.procedure_id
    from dwh.fact_procedure as o
    left join ods.procedures as s
        on s.encounter_id = o.encounter_id and s.procedure_id = o.procedure_id
        and ($1::text[] is null or s.encounter_id = any ($1))
    where ($1::text[] is null or o.encounter_id = any ($1)) and s.encounter_id is null
) as gone
where f.encounter_id = gone.encounter_id and f.procedure_id = gone.procedure_id
