select e.encounter_id, coalesce(l.diagnosis_code, '(unlabelled)'), (count(*) over (partition by e.encounter_id))::integer
from ods.encounters as e
left join ods.encounter_diagnoses as l on l.encounter_id = e.encounter_id
