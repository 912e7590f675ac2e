-- Images with a side below 100 or above 10,000 pixels. Only those of a known size.
select count(*) as checked_rows,
       count(*) filter (where least(image_rows, image_columns) < 100
                           or greatest(image_rows, image_columns) > 10000) as failing_rows
from ods.procedures
where image_rows is not null and image_columns is not null
