-- Images without height or width.
select count(*) as checked_rows, count(*) filter (where image_rows is null or image_columns is null) as failing_rows
from ods.procedures
