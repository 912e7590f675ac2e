select count(*), coalesce(max(reports), 0)
from (select count(*) as reports from ods.reports where report_text is not null group by md5(report_text)) as same_text
