-- Images with a window narrower than one grey value. Only those of a known window.
select count(*) as checked_rows, count(*) filter (where window_width < 1) as failing_rows
from ods.procedures
where window_width is not null
