-- Labels of studies whose term has no UMLS concept.
select count(*) as checked_rows, count(*) filter (where t.cui is null) as failing_rows
from ods.encounter_diagnoses as d
left join ods.diagnoses as t on t.diagnosis_code = d.diagnosis_code
