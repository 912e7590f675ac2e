-- Labels of studies whose study or term is not in the store.
select count(*) as checked_rows,
       count(*) filter (where e.encounter_id is null or t.diagnosis_code is null) as failing_rows
from ods.encounter_diagnoses as d
left join ods.encounters as e on e.encounter_id = d.encounter_id
left join ods.diagnoses as t on t.diagnosis_code = d.diagnosis_code
