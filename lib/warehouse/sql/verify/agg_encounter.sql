-- Months after the one that begins with $1, up to the one that begins with $2 (NULL: to the end).
select date_trunc('month', e.encounter_date::timestamp)::date,
       (array['0-17', '18-34', '35-54', '55+'])[1 + width_bucket(age.years, array[18, 35, 55])], p.sex, count(*)
from ods.encounters as e
join ods.patients as p on p.patient_id = e.patient_id
cross join lateral (
    select greatest(0, extract(year from age(e.encounter_date::timestamp, p.birth_date::timestamp)))::integer as years
) as age
where e.encounter_date >= ($1::date + interval '1 month')::date
  and ($2::date is null or e.encounter_date < ($2::date + interval '1 month')::date)
group by 1, 2, 3
