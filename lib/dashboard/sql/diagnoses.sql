-- The $1 most frequent diagnoses, beside how many there are and how many labels they have in all. A feed may invent terms
-- without end: a page may not grow with them.
select diagnosis_code, left(description, 120) as description, kind, encounters, count(*) over () as terms,
       (sum(encounters) over ())::bigint as labels
from analytics.diagnosis_frequency
where encounters > 0
order by encounters desc, diagnosis_code
limit $1::bigint
