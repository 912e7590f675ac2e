-- Images with pixels below 0.05 mm or above 1 mm. Only those of a known resolution.
select count(*) as checked_rows,
       count(*) filter (where spatial_resolution_mm < 0.05 or spatial_resolution_mm > 1) as failing_rows
from ods.procedures
where spatial_resolution_mm is not null
