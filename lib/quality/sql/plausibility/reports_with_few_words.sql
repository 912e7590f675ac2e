-- Reports with fewer than two words of three letters or more. Only those with a text.
select count(*) as checked_rows, count(*) filter (where says_nothing) as failing_rows
from ods.reports
where report_text is not null
