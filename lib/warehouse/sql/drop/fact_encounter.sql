-- (Found by a join first: a cluster, where the facts are on the coordinator and the store is not, takes no other form.)
delete from dwh.fact_encounter as f
using (
    select o.encounter_id
    from dwh.fact_encounter as o
    left join ods.encounters as s on s.encounter_id = o.encounter_id and ($1::text[] is null or s.encounter_id = any ($1))
    where ($1::text[] is null or o.encounter_id = any ($1)) and s.encounter_id is null
) as gone
where f.encounter_id = gone.encounter_id
