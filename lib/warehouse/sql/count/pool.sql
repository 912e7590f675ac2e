-- Contributions of the patients $1 (NULL: of all) to agg_studies.
select sex, studies, count(*)
from dwh.agg_patient
where $1::text[] is null or patient_id = any ($1)
group by 1, 2
