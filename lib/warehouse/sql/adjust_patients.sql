-- agg_patient for the patients $1: their sex as it is now, and their studies changed by the differences $3 of $2.
insert into dwh.agg_patient (patient_id, sex, studies)
select n.*
from (
    select p.patient_id, p.sex, coalesce(a.studies, 0) + coalesce(d.delta, 0) as studies
    from dwh.dim_patient as p
    left join dwh.agg_patient as a on a.patient_id = p.patient_id
    left join unnest($2::text[], $3::bigint[]) as d(patient_id, delta) on d.patient_id = p.patient_id
    where p.is_current and p.patient_id = any ($1::text[])
) as n
left join dwh.agg_patient as o on o.patient_id = n.patient_id
where o.patient_id is null or (o.sex, o.studies) is distinct from (n.sex, n.studies)
order by n.patient_id
on conflict (patient_id) do update set sex = excluded.sex, studies = excluded.studies
