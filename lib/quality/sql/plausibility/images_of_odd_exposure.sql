-- Images exposed with less than 0 or more than 1,000 mAs, or for less than 0 or more than 10,000 ms. Only those with one of them.
select count(*) as checked_rows,
       count(*) filter (where exposure_mas < 0 or exposure_mas > 1000
                           or exposure_time_ms < 0 or exposure_time_ms > 10000) as failing_rows
from ods.procedures
where exposure_mas is not null or exposure_time_ms is not null
