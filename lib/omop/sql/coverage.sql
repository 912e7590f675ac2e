-- How far the source's codes are mapped to concepts, for each concept column that a mapping fills: rows, mapped rows, codes,
-- mapped codes.
select field, count(*) as rows, count(*) filter (where concept_id <> 0) as mapped_rows, count(distinct code) as codes,
       count(distinct code) filter (where concept_id <> 0) as mapped_codes
from (
    select 1 as place, 'condition_occurrence.condition_concept_id' as field, condition_concept_id as concept_id,
           condition_source_value as code
    from omop.condition_occurrence
    union all
    select 2, 'observation.observation_concept_id', observation_concept_id, observation_source_value from omop.observation
    union all
    select 3, 'procedure_occurrence.procedure_concept_id', procedure_concept_id, procedure_source_value
    from omop.procedure_occurrence
    union all
    select 4, 'measurement.measurement_concept_id', measurement_concept_id, measurement_source_value from omop.measurement
    union all
    select 5, 'measurement.unit_concept_id', unit_concept_id, unit_source_value
    from omop.measurement where unit_source_value is not null
    union all
    select 6, 'image_occurrence.modality_concept_id', o.modality_concept_id, i.modality
    from omop.image_occurrence as o join ods.procedures as i on i.number = o.image_occurrence_id
    where i.modality is not null
) as fields
group by place, field
order by place
