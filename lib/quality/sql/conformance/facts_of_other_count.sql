-- Facts of the warehouse whose number of images is not that of its image facts.
select count(*) as checked_rows, count(*) filter (where f.procedures <> coalesce(i.images, 0)) as failing_rows
from dwh.fact_encounter as f
left join (select encounter_id, count(*) as images from dwh.fact_procedure group by encounter_id) as i
       on i.encounter_id = f.encounter_id
