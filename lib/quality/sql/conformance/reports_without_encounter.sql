-- Reports whose study is not in the store.
select count(*) as checked_rows, count(*) filter (where e.encounter_id is null) as failing_rows
from ods.reports as r
left join ods.encounters as e on e.encounter_id = r.encounter_id
