select r.text_cluster::integer, coalesce(l.diagnosis_code, '(unlabelled)'), count(distinct r.encounter_id)
from ods.reports as r
left join ods.encounter_diagnoses as l on l.encounter_id = r.encounter_id
where r.text_cluster is not null
group by 1, 2
