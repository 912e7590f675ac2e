-- agg_patient, of every patient, into the emptied table.
insert into dwh.agg_patient (patient_id, sex, studies)
select p.patient_id, p.sex, coalesce(s.studies, 0)
from dwh.dim_patient as p
left join (
    select v.patient_id, count(*) as studies
    from dwh.fact_encounter as f
    join dwh.dim_patient as v on v.patient_key = f.patient_key
    group by v.patient_id
) as s on s.patient_id = p.patient_id
where p.is_current
order by p.patient_id
