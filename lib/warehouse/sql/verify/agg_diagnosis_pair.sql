-- Pairs whose first diagnosis is after $1 and up to $2 (NULL: to the end).
select a.diagnosis_code, b.diagnosis_code, count(*)
from ods.encounter_diagnoses as a
join ods.encounter_diagnoses as b on b.encounter_id = a.encounter_id and b.diagnosis_code > a.diagnosis_code
where a.diagnosis_code > $1 and ($2::text is null or a.diagnosis_code <= $2)
group by 1, 2
