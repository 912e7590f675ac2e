-- Studies without a label: nothing is known of them.
select count(*) as checked_rows, count(*) filter (where d.encounter_id is null) as failing_rows
from ods.encounters as e
left join (select distinct encounter_id from ods.encounter_diagnoses) as d on d.encounter_id = e.encounter_id
