-- Reports whose text is missing or blank.
select count(*) as checked_rows, count(*) filter (where coalesce(btrim(report_text), '') = '') as failing_rows
from ods.reports
