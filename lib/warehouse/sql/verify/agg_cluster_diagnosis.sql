-- Diagnoses after $1 up to $2 (NULL: to the end). The encounters without a label by fact_encounter, which is compared with
-- the store by itself: they are few, and no index of the store has them.
select r.text_cluster::integer, l.diagnosis_code, count(distinct r.encounter_id)
from ods.encounter_diagnoses as l
join ods.reports as r on r.encounter_id = l.encounter_id
where r.text_cluster is not null and l.diagnosis_code > $1 and ($2::text is null or l.diagnosis_code <= $2)
group by 1, 2
union all
select r.text_cluster::integer, '(unlabelled)', count(distinct r.encounter_id)
from dwh.fact_encounter as f
join ods.reports as r on r.encounter_id = f.encounter_id
where f.diagnoses = 0 and r.text_cluster is not null
  and '(unlabelled)' collate "C" > $1 and ($2::text is null or '(unlabelled)' collate "C" <= $2)
group by 1
