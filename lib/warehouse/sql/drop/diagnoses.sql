-- (By a join with `offset 0`: see ancestors.)
delete from dwh.dim_diagnosis as d
using (
    select o.diagnosis_code
    from dwh.dim_diagnosis as o
    left join (
        select diagnosis_code from ods.diagnoses where $1::text[] is null or diagnosis_code = any ($1) offset 0
    ) as s on s.diagnosis_code = o.diagnosis_code
    where ($1::text[] is null or o.diagnosis_code = any ($1)) and o.kind <> 'unlabelled' and s.diagnosis_code is null
) as gone
where d.diagnosis_code = gone.diagnosis_code
