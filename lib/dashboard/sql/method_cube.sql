select extract(year from month)::integer as year, label_method as method, sum(reports)::bigint as reports
from analytics.label_methods_per_month where reports > 0 group by 1, 2 order by 1, 2
