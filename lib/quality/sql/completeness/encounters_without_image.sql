-- Studies without an image.
select count(*) as checked_rows, count(*) filter (where i.encounter_id is null) as failing_rows
from ods.encounters as e
left join (select distinct encounter_id from ods.procedures) as i on i.encounter_id = e.encounter_id
