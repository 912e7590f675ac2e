-- Patients after $1 up to $2 (NULL: to the end).
select p.patient_id || coalesce(to_char(v.moved_on, '"@"YYYY-MM-DD'), ''), p.patient_id, p.sex, p.birth_date,
       v.location, coalesce(v.moved_on, date '0001-01-01'), coalesce(later.moved_on, date '9999-12-31'),
       (select day from dwh.today) >= coalesce(v.moved_on, date '0001-01-01')
           and (later.moved_on is null or later.moved_on > (select day from dwh.today))
from ods.patients as p
cross join lateral (
    select null::date as moved_on, p.location
    union all
    select valid_from, location from ods.patient_moves as m where m.patient_id = p.patient_id
) as v
cross join lateral (
    select min(m.valid_from) as moved_on
    from ods.patient_moves as m
    where m.patient_id = p.patient_id and (v.moved_on is null or m.valid_from > v.moved_on)
) as later
where p.patient_id > $1 and ($2::text is null or p.patient_id <= $2)
