select least(a.diagnosis_code, b.diagnosis_code), greatest(a.diagnosis_code, b.diagnosis_code), count(*) / 2
from ods.encounter_diagnoses as a
join ods.encounter_diagnoses as b on b.encounter_id = a.encounter_id and b.diagnosis_code <> a.diagnosis_code
group by 1, 2
