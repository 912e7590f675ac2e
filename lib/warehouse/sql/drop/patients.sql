-- Versions of the patients $1 (NULL: of all) that the store has no longer. (By a join with `offset 0`: see ancestors.)
delete from dwh.dim_patient as d
using (
    select o.patient_key
    from dwh.dim_patient as o
    left join (
        select patient_id, date '0001-01-01' as valid_from
        from ods.patients
        where $1::text[] is null or patient_id = any ($1)
        union all
        select patient_id, valid_from
        from ods.patient_moves
        where $1::text[] is null or patient_id = any ($1)
        offset 0
    ) as s on s.patient_id = o.patient_id and s.valid_from = o.valid_from
    where ($1::text[] is null or o.patient_id = any ($1)) and s.patient_id is null
) as gone
where d.patient_key = gone.patient_key
