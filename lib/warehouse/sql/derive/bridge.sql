-- bridge_encounter_diagnosis: the labels of the encounters $1 (NULL: of all); an encounter without one gets the member
-- `(unlabelled)`. fact_encounter is up to date by now.
select l.encounter_id, l.diagnosis_code, e.diagnoses as labels
from ods.encounter_diagnoses as l
left join dwh.fact_encounter as e
    on e.encounter_id = l.encounter_id and ($1::text[] is null or e.encounter_id = any ($1))
where $1::text[] is null or l.encounter_id = any ($1)
union all
select encounter_id, '(unlabelled)', 1
from dwh.fact_encounter
where ($1::text[] is null or encounter_id = any ($1)) and diagnoses = 0
