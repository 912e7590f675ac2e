-- On a cluster, where the vocabulary is on the coordinator and the labels are on the workers, a subquery may not take its key
-- from a label's row. The columns and rows are those of before.
create or replace view omop.image_feature as
select
    l.number::integer as image_feature_id,
    l.patient_number::integer as person_id,
    i.number::integer as image_occurrence_id,
    coalesce(case when l.kind in ('finding', 'differential') then (select c.concept_id from omop.concept as c where c.concept_id = 1147127)
                  else (select c.concept_id from omop.concept as c where c.concept_id = 1147165) end, 0)::integer as image_feature_event_field_concept_id,
    l.number::integer as image_feature_event_id,
    l.concept_id::integer as image_feature_concept_id,
    l.type_concept_id::integer as image_feature_type_concept_id,
    0::integer as image_finding_concept_id,
    l.number::integer as image_finding_id,
    0::integer as anatomic_site_concept_id,
    (case when l.by_model then l.label_method end)::varchar(250) as alg_system,
    null::timestamp as alg_datetime
from ods.study_label as l
join (select encounter_id, min(number) as number from ods.procedures group by encounter_id) as i
    on i.encounter_id = l.encounter_id;
