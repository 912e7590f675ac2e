select p.encounter_id, p.procedure_id,
       array[coalesce(p.modality, 'unknown'), coalesce(p.projection, 'unknown'), coalesce(p.view_position, 'unknown'),
             coalesce(p.manufacturer, 'unknown')]::text,
       to_char(e.encounter_date, 'YYYYMMDD')::integer
from ods.procedures as p
join ods.encounters as e on e.encounter_id = p.encounter_id
