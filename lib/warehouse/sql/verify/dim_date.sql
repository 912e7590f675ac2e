select extract(year from d)::integer * 10000 + extract(month from d)::integer * 100 + extract(day from d)::integer,
       d, extract(year from d)::smallint, extract(quarter from d)::smallint, extract(month from d)::smallint,
       extract(day from d)::smallint, extract(isodow from d)::smallint, d - extract(day from d)::integer + 1
from (
    select span.first_day + n as d
    from (select min(encounter_date) as first_day, max(encounter_date) as last_day from ods.encounters) as span
    cross join generate_series(0, span.last_day - span.first_day) as n
) as every_day
