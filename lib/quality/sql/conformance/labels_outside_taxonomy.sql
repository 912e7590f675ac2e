-- Labels of studies whose term is not in the published taxonomy.
select count(*) as checked_rows, count(*) filter (where not t.in_taxonomy) as failing_rows
from ods.encounter_diagnoses as d
join ods.diagnoses as t on t.diagnosis_code = d.diagnosis_code
