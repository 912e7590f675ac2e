select l.encounter_id, l.diagnosis_code as code, d.description, d.cui, d.kind
from ods.encounter_diagnoses as l join ods.diagnoses as d on d.diagnosis_code = l.diagnosis_code
where l.encounter_id = any($1::text[]) order by l.encounter_id, l.diagnosis_code
