-- Images without a projection. A projection that the feed names unknown is one.
select count(*) as checked_rows, count(*) filter (where projection is null) as failing_rows
from ods.procedures
