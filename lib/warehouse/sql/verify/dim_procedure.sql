-- By agg_procedure, which is compared with the store by itself. A key is the text of an array of the other columns; where no
-- row has it, one of nulls is missing.
select k.procedure_key, d.modality, d.projection, d.view_position, d.manufacturer
from (select distinct procedure_key from dwh.agg_procedure) as k
left join dwh.dim_procedure as d
    on array[d.modality, d.projection, d.view_position, d.manufacturer]::text = k.procedure_key
