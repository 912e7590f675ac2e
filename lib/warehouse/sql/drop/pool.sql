-- Of the patients $1, those who are in the pool no longer.
delete from dwh.agg_patient as a
where a.patient_id = any ($1::text[])
  and not exists (select from dwh.dim_patient as p where p.patient_id = a.patient_id)
