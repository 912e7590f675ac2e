-- The next $2 patients after $1 whose studies are to be adjusted, with the difference (0: edited only).
select key[1] as patient_id, sum(counted)::bigint as difference
from pg_temp.refresh_difference
where aggregate = 'dwh.agg_patient' and key[1] > $1
group by key[1]
order by key[1]
limit $2::bigint
