-- Of encounters after $1 up to $2 (NULL: to the end).
select p.encounter_id, p.procedure_id,
       array[coalesce(p.modality, 'unknown'), coalesce(p.projection, 'unknown'), coalesce(p.view_position, 'unknown'),
             coalesce(p.manufacturer, 'unknown')]::text,
       to_char(e.encounter_date, 'YYYYMMDD')::integer
from ods.procedures as p
join ods.encounters as e on e.encounter_id = p.encounter_id
where p.encounter_id > $1 and ($2::text is null or p.encounter_id <= $2)
  and e.encounter_id > $1 and ($2::text is null or e.encounter_id <= $2)
