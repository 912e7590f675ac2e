select date_trunc('month', e.encounter_date::timestamp)::date, coalesce(r.label_method, 'unknown'), count(*)
from ods.encounters as e
join ods.reports as r on r.encounter_id = e.encounter_id
group by 1, 2
