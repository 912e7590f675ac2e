-- Reports of which it is not known who labelled the study.
select count(*) as checked_rows, count(*) filter (where label_method is null) as failing_rows
from ods.reports
