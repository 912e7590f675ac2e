-- Studies with more than 20 images.
select count(*) as checked_rows, count(*) filter (where images > 20) as failing_rows
from (select count(*) as images from ods.procedures group by encounter_id) as counted
