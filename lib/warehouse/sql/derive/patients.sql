-- dim_patient: versions of the patients $1 (NULL: of all). The first one is open to the past.
select v.patient_id || case when v.moved then '@' || to_char(v.valid_from, 'YYYY-MM-DD') else '' end as patient_key,
       v.patient_id, v.sex, v.birth_date, v.location, v.valid_from,
       lead(v.valid_from, 1, date '9999-12-31') over following as valid_to,
       v.valid_from <= (select day from dwh.today)
           and lead(v.valid_from, 1, date '9999-12-31') over following > (select day from dwh.today) as is_current
from (
    select patient_id, sex, birth_date, location, date '0001-01-01' as valid_from, false as moved
    from ods.patients
    where $1::text[] is null or patient_id = any ($1)
    union all
    select m.patient_id, p.sex, p.birth_date, m.location, m.valid_from, true
    from ods.patient_moves as m
    join ods.patients as p on p.patient_id = m.patient_id
    where $1::text[] is null or m.patient_id = any ($1)
) as v
window following as (partition by v.patient_id order by v.valid_from)
