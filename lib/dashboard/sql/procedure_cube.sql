select extract(year from month)::integer as year, modality, projection, sum(procedures)::bigint as images
from analytics.procedures_per_month where procedures > 0 group by 1, 2, 3 order by 1, 2, 3
