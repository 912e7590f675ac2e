-- Images without a modality.
select count(*) as checked_rows, count(*) filter (where modality is null) as failing_rows
from ods.procedures
