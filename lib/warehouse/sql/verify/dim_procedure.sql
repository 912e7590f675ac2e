select array[modality, projection, view_position, manufacturer]::text, modality, projection, view_position, manufacturer
from (
    select coalesce(modality, 'unknown') as modality, coalesce(projection, 'unknown') as projection,
           coalesce(view_position, 'unknown') as view_position, coalesce(manufacturer, 'unknown') as manufacturer
    from ods.procedures
) as image
group by modality, projection, view_position, manufacturer
