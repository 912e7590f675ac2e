-- Images by year, modality and projection: of each of the two the 20 most frequent values, the rest as `other`.
with images as (
    select extract(year from month)::integer as year, modality, projection, sum(procedures)::bigint as images
    from analytics.procedures_per_month where procedures > 0 group by 1, 2, 3
), modalities as (
    select modality from images group by modality order by sum(images) desc, modality limit 20
), projections as (
    select projection from images group by projection order by sum(images) desc, projection limit 20
)
select i.year, coalesce(left(m.modality, 64), 'other') as modality, coalesce(left(p.projection, 64), 'other') as projection,
       sum(i.images)::bigint as images
from images as i
left join modalities as m on m.modality = i.modality
left join projections as p on p.projection = i.projection
group by 1, 2, 3
order by 1, 2, 3
