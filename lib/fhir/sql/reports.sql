select encounter_id, report_id, report_text, language
from ods.reports where encounter_id = any($1::text[]) order by encounter_id, report_id
