select count(*) as distinct_texts, coalesce(max(reports), 0) as largest_group
from (select count(*) as reports from ods.reports where report_text is not null group by md5(report_text)) as same_text
