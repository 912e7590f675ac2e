-- (By a join: see fact_encounter.) An encounter without a label keeps the member `(unlabelled)`.
delete from dwh.bridge_encounter_diagnosis as b
using (
    select o.encounter_id, o.diagnosis_code
    from dwh.bridge_encounter_diagnosis as o
    left join ods.encounter_diagnoses as s
        on s.encounter_id = o.encounter_id and s.diagnosis_code = o.diagnosis_code
        and ($1::text[] is null or s.encounter_id = any ($1))
    left join dwh.fact_encounter as e
        on e.encounter_id = o.encounter_id and e.diagnoses = 0 and o.diagnosis_code = '(unlabelled)'
        and ($1::text[] is null or e.encounter_id = any ($1))
    where ($1::text[] is null or o.encounter_id = any ($1)) and s.encounter_id is null and e.encounter_id is null
) as gone
where b.encounter_id = gone.encounter_id and b.diagnosis_code = gone.diagnosis_code
