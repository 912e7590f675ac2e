-- Versions of the patients $1 (NULL: of all) that the store has no longer.
delete from dwh.dim_patient as d
where ($1::text[] is null or d.patient_id = any ($1))
  and not exists (select from ods.patients as p
                  where p.patient_id = d.patient_id and d.valid_from = date '0001-01-01')
  and not exists (select from ods.patient_moves as m
                  where m.patient_id = d.patient_id and m.valid_from = d.valid_from)
