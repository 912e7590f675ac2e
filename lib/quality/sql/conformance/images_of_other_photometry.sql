-- Images whose photometric interpretation is none of grey values (MONOCHROME1, MONOCHROME2). Only those of a known one.
select count(*) as checked_rows,
       count(*) filter (where photometric_interpretation not in ('MONOCHROME1', 'MONOCHROME2')) as failing_rows
from ods.procedures
where photometric_interpretation is not null
