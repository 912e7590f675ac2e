-- $1 is always NULL.
delete from dwh.dim_date as d
using (select min(encounter_date) as first_day, max(encounter_date) as last_day from ods.encounters) as span
where $1::text[] is null
  and (span.first_day is null or d.date < span.first_day or d.date > span.last_day)
