-- The next patients: $1 after this one, $2 at most so many; a row a place of living, the first one without a day.
select p.patient_id, p.sex, p.birth_date, home.place, home.valid_from
from (select patient_id, sex, birth_date, location from ods.patients where patient_id > $1 order by patient_id limit $2) as p
cross join lateral (select p.location as place, null::date as valid_from
                    union all
                    select m.location, m.valid_from from ods.patient_moves as m where m.patient_id = p.patient_id) as home
order by p.patient_id, home.valid_from nulls first
