-- Images without any figure of their exposure.
select count(*) as checked_rows,
       count(*) filter (where exposure_mas is null and exposure_uas is null and tube_current_ma is null
                          and exposure_time_ms is null and relative_exposure is null) as failing_rows
from ods.procedures
