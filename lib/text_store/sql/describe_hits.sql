-- The reports with the keys $1, $2, in their order: place from 0, text, and a row for each diagnosis of the study.
select k.place - 1 as place, r.report_text, d.description as diagnosis
from unnest($1::text[], $2::text[]) with ordinality as k(encounter_id, report_id, place)
join ods.reports as r on r.encounter_id = k.encounter_id and r.report_id = k.report_id
left join ods.encounter_diagnoses as l on l.encounter_id = r.encounter_id
left join ods.diagnoses as d on d.diagnosis_code = l.diagnosis_code
order by k.place, d.description
