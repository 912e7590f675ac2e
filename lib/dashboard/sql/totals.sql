select t.encounters, t.patients_with_studies, t.patients_in_pool, t.avg_per_patient, t.avg_per_pool_patient,
       (select coalesce(sum(procedures), 0)::bigint from analytics.procedures_per_month) as images
from analytics.avg_studies_per_patient as t
