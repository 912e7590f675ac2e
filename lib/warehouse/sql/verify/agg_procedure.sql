select date_trunc('month', e.encounter_date::timestamp)::date,
       array[coalesce(p.modality, 'unknown'), coalesce(p.projection, 'unknown'), coalesce(p.view_position, 'unknown'),
             coalesce(p.manufacturer, 'unknown')]::text,
       count(*)
from ods.encounters as e
join ods.procedures as p on p.encounter_id = e.encounter_id
group by 1, 2
