-- Contributions of the encounters $1 (NULL: of all) to agg_diagnosis_pair.
select a.diagnosis_code, b.diagnosis_code, count(*)
from dwh.bridge_encounter_diagnosis as a
join dwh.bridge_encounter_diagnosis as b
    on b.encounter_id = a.encounter_id and a.diagnosis_code < b.diagnosis_code
where a.labels > 1 and b.labels > 1
  and ($1::text[] is null or (a.encounter_id = any ($1) and b.encounter_id = any ($1)))
group by 1, 2
