-- Facts of the warehouse whose version of the patient is missing, or was not valid on the day. A day that is not in the
-- calendar is the matter of facts_without_date.
select count(*) as checked_rows,
       count(*) filter (where p.patient_key is null or d.date < p.valid_from or d.date >= p.valid_to) as failing_rows
from dwh.fact_encounter as f
left join dwh.dim_date as d on d.date_key = f.date_key
left join dwh.dim_patient as p on p.patient_key = f.patient_key
