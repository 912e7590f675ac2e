-- Years after $1 up to $2 (NULL: to the end).
select extract(year from e.encounter_date)::integer,
       (array['0-17', '18-34', '35-54', '55+'])[1 + width_bucket(age.years, array[18, 35, 55])], p.sex,
       coalesce(l.diagnosis_code, '(unlabelled)'), count(*)
from ods.encounters as e
join ods.patients as p on p.patient_id = e.patient_id
cross join lateral (
    select greatest(0, extract(year from age(e.encounter_date::timestamp, p.birth_date::timestamp)))::integer as years
) as age
left join ods.encounter_diagnoses as l on l.encounter_id = e.encounter_id
where e.encounter_date >= make_date($1::integer + 1, 1, 1)
  and ($2::integer is null or e.encounter_date < make_date($2::integer + 1, 1, 1))
group by 1, 2, 3, 4
