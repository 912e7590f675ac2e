-- fact_procedure: the images of the encounters $1 (NULL: of all). fact_encounter is up to date by now.
-- (That the joined rows are among $1 too is implied; said again, it spares the planner a scan of the whole table.)
select p.encounter_id, p.procedure_id,
       array[coalesce(p.modality, 'unknown'), coalesce(p.projection, 'unknown'),
             coalesce(p.view_position, 'unknown'), coalesce(p.manufacturer, 'unknown')]::text collate "C"
           as procedure_key,
       e.date_key
from ods.procedures as p
left join dwh.fact_encounter as e
    on e.encounter_id = p.encounter_id and ($1::text[] is null or e.encounter_id = any ($1))
where $1::text[] is null or p.encounter_id = any ($1)
