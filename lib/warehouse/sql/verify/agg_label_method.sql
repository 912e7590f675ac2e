-- Months after the one that begins with $1, up to the one that begins with $2 (NULL: to the end).
select date_trunc('month', e.encounter_date::timestamp)::date, coalesce(r.label_method, 'unknown'), count(*)
from ods.encounters as e
join ods.reports as r on r.encounter_id = e.encounter_id
where e.encounter_date >= ($1::date + interval '1 month')::date
  and ($2::date is null or e.encounter_date < ($2::date + interval '1 month')::date)
group by 1, 2
