select encounter_id, report_id, report_text
from ods.reports
where (encounter_id, report_id) > ($1, $2) and report_text is not null and language = $3
order by encounter_id, report_id
limit $4::integer
