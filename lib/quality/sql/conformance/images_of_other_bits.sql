-- Images that do not store 8 to 16 bits a pixel. Only those of a known number.
select count(*) as checked_rows, count(*) filter (where bits_stored not between 8 and 16) as failing_rows
from ods.procedures
where bits_stored is not null
