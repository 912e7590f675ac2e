-- dim_procedure: the kinds of image among the encounters $1 (NULL: all). The key is the four values as an array's text:
-- unambiguous whatever they contain.
select array[modality, projection, view_position, manufacturer]::text collate "C" as procedure_key,
       modality, projection, view_position, manufacturer
from (
    select distinct coalesce(modality, 'unknown') as modality, coalesce(projection, 'unknown') as projection,
                    coalesce(view_position, 'unknown') as view_position,
                    coalesce(manufacturer, 'unknown') as manufacturer
    from ods.procedures
    where $1::text[] is null or encounter_id = any ($1)
) as kind
