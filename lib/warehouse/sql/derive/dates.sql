-- dim_date: every day from the first study to the last ($1 is always NULL). Over `timestamp`, since over dates
-- generate_series and to_char would depend on the session's time zone.
select to_char(day, 'YYYYMMDD')::integer as date_key, day::date as date, extract(year from day)::smallint as year,
       extract(quarter from day)::smallint as quarter, extract(month from day)::smallint as month,
       extract(day from day)::smallint as day, extract(isodow from day)::smallint as iso_weekday,
       date_trunc('month', day)::date as month_start
from (select min(encounter_date) as first_day, max(encounter_date) as last_day from ods.encounters) as span
cross join generate_series(span.first_day::timestamp, span.last_day::timestamp, interval '1 day') as day
where $1::text[] is null
