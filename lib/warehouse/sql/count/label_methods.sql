-- Contributions of the encounters $1 (NULL: of all) to agg_label_method.
select make_date(f.date_key / 10000, f.date_key / 100 % 100, 1), r.label_method, count(*)
from dwh.fact_report as r
join dwh.fact_encounter as f on f.encounter_id = r.encounter_id
where $1::text[] is null or (r.encounter_id = any ($1) and f.encounter_id = any ($1))
group by 1, 2
