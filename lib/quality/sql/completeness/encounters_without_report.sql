-- Studies without a report.
select count(*) as checked_rows, count(*) filter (where r.encounter_id is null) as failing_rows
from ods.encounters as e
left join (select distinct encounter_id from ods.reports) as r on r.encounter_id = e.encounter_id
