-- Labels and reports in the OMOP CDM 5.4.

create view omop.condition_occurrence as
select
    l.number::integer as condition_occurrence_id,
    l.patient_number::integer as person_id,
    l.concept_id::integer as condition_concept_id,
    l.encounter_date::date as condition_start_date,
    null::timestamp as condition_start_datetime,
    l.encounter_date::date as condition_end_date,
    null::timestamp as condition_end_datetime,
    l.type_concept_id::integer as condition_type_concept_id,
    null::integer as condition_status_concept_id,
    null::varchar(20) as stop_reason,
    null::integer as provider_id,
    l.encounter_number::integer as visit_occurrence_id,
    null::integer as visit_detail_id,
    (coalesce(l.cui, l.diagnosis_code))::varchar(50) as condition_source_value,
    0::integer as condition_source_concept_id,
    null::varchar(50) as condition_status_source_value
from ods.study_label as l
where l.kind in ('finding', 'differential');
comment on view omop.condition_occurrence is
    'A finding or differential diagnosis of a study: one row a label. Normal and quality terms are in omop.observation.';
comment on column omop.condition_occurrence.condition_occurrence_id is
    'ods.encounter_diagnoses.number; a label that goes and comes back has a new one.';
comment on column omop.condition_occurrence.person_id is 'The synthetic patient: omop.person.';
comment on column omop.condition_occurrence.condition_concept_id is
    'Mapped from source vocabulary `padchestd label` (the code) or `UMLS` (the CUI); 0 without a mapping.';
comment on column omop.condition_occurrence.condition_start_date is 'The study''s date.';
comment on column omop.condition_occurrence.condition_end_date is 'The study''s date.';
comment on column omop.condition_occurrence.condition_type_concept_id is
    '32858 (NLP) where a model read the label from the report, else 32817 (EHR).';
comment on column omop.condition_occurrence.visit_occurrence_id is 'The study: omop.visit_occurrence.';
comment on column omop.condition_occurrence.condition_source_value is 'The term''s UMLS CUI; its code where it has none.';
comment on column omop.condition_occurrence.condition_source_concept_id is '0: the CUI is no concept of the OMOP vocabularies.';

create view omop.observation as
select
    l.number::integer as observation_id,
    l.patient_number::integer as person_id,
    l.concept_id::integer as observation_concept_id,
    l.encounter_date::date as observation_date,
    null::timestamp as observation_datetime,
    l.type_concept_id::integer as observation_type_concept_id,
    null::numeric as value_as_number,
    l.description::varchar(60) as value_as_string,
    null::integer as value_as_concept_id,
    null::integer as qualifier_concept_id,
    null::integer as unit_concept_id,
    null::integer as provider_id,
    l.encounter_number::integer as visit_occurrence_id,
    null::integer as visit_detail_id,
    (coalesce(l.cui, l.diagnosis_code))::varchar(50) as observation_source_value,
    0::integer as observation_source_concept_id,
    null::varchar(50) as unit_source_value,
    null::varchar(50) as qualifier_source_value,
    null::varchar(50) as value_source_value,
    null::integer as observation_event_id,
    null::integer as obs_event_field_concept_id
from ods.study_label as l
where l.kind in ('normal', 'quality');
comment on view omop.observation is
    'A label that is no condition: normal, unchanged, suboptimal, excluded.';
comment on column omop.observation.observation_id is
    'ods.encounter_diagnoses.number; a label that goes and comes back has a new one.';
comment on column omop.observation.person_id is 'The synthetic patient: omop.person.';
comment on column omop.observation.observation_concept_id is
    'Mapped from source vocabulary `padchestd label` (the code) or `UMLS` (the CUI); 0 without a mapping.';
comment on column omop.observation.observation_date is 'The study''s date.';
comment on column omop.observation.observation_type_concept_id is
    '32858 (NLP) where a model read the label from the report, else 32817 (EHR).';
comment on column omop.observation.value_as_string is 'The term, its first 60 characters.';
comment on column omop.observation.visit_occurrence_id is 'The study: omop.visit_occurrence.';
comment on column omop.observation.observation_source_value is 'The term''s UMLS CUI; its code where it has none.';
comment on column omop.observation.observation_source_concept_id is '0: the CUI is no concept of the OMOP vocabularies.';

create view omop.note as
select
    r.number::integer as note_id,
    p.number::integer as person_id,
    e.encounter_date::date as note_date,
    null::timestamp as note_datetime,
    32817::integer as note_type_concept_id,
    0::integer as note_class_concept_id,
    null::varchar(250) as note_title,
    r.report_text::text as note_text,
    0::integer as encoding_concept_id,
    (coalesce(k.concept_id, 0))::integer as language_concept_id,
    null::integer as provider_id,
    e.number::integer as visit_occurrence_id,
    null::integer as visit_detail_id,
    (case when length(r.report_id) <= 50 then r.report_id end)::varchar(50) as note_source_value,
    null::integer as note_event_id,
    null::integer as note_event_field_concept_id
from ods.reports as r
join ods.encounters as e on e.encounter_id = r.encounter_id
join ods.patients as p on p.patient_id = e.patient_id
left join ods.concept_mapping as k on k.source_vocabulary_id = 'padchestd language' and k.source_code = r.language
where r.report_text is not null;
comment on view omop.note is
    'A report that has a text.';
comment on column omop.note.note_id is 'ods.reports.number.';
comment on column omop.note.person_id is 'The synthetic patient: omop.person.';
comment on column omop.note.note_date is 'The study''s date.';
comment on column omop.note.note_type_concept_id is 'OMOP concept 32817: EHR.';
comment on column omop.note.note_class_concept_id is '0: not mapped.';
comment on column omop.note.note_text is
    'The report''s text as the source has it: in PadChest stemmed Spanish. Not granted to the analysts'' group.';
comment on column omop.note.encoding_concept_id is '0: not mapped.';
comment on column omop.note.language_concept_id is 'Mapped from source vocabulary `padchestd language`; 0 without a mapping.';
comment on column omop.note.visit_occurrence_id is 'The study: omop.visit_occurrence.';
comment on column omop.note.note_source_value is 'The report_id; NULL where it is longer than the 50 characters of the CDM.';

create view omop.note_nlp as
select
    l.number::integer as note_nlp_id,
    l.report_number::integer as note_id,
    0::integer as section_concept_id,
    null::varchar(250) as snippet,
    null::varchar(50) as "offset",
    l.description::varchar(250) as lexical_variant,
    l.concept_id::integer as note_nlp_concept_id,
    0::integer as note_nlp_source_concept_id,
    l.label_method::varchar(250) as nlp_system,
    ((l.report_updated_at at time zone 'UTC')::date)::date as nlp_date,
    null::timestamp as nlp_datetime,
    ('Y')::varchar(1) as term_exists,
    null::varchar(50) as term_temporal,
    ('localizations=' || places.names)::varchar(2000) as term_modifiers
from ods.study_label as l
left join (select encounter_id, string_agg(localization_code, ',' order by localization_code) as names
           from ods.encounter_localizations group by encounter_id) as places on places.encounter_id = l.encounter_id
where l.by_model and l.report_has_text;
comment on view omop.note_nlp is
    'A label that a model, not a physician, read from a report: of a study with several reports, from the first.';
comment on column omop.note_nlp.note_nlp_id is 'ods.encounter_diagnoses.number.';
comment on column omop.note_nlp.note_id is 'The report: omop.note.';
comment on column omop.note_nlp.section_concept_id is '0: not mapped.';
comment on column omop.note_nlp.lexical_variant is 'The term of the label; the words of the report are not in the source.';
comment on column omop.note_nlp.note_nlp_concept_id is 'As in omop.condition_occurrence and omop.observation.';
comment on column omop.note_nlp.note_nlp_source_concept_id is '0: not mapped.';
comment on column omop.note_nlp.nlp_system is 'How the labels were made, as the source says.';
comment on column omop.note_nlp.nlp_date is 'The day the report was loaded: when the model ran is not known.';
comment on column omop.note_nlp.term_exists is 'Y: the source lists what is there.';
comment on column omop.note_nlp.term_modifiers is
    'Where the study''s findings are, all labels together; NULL: the source does not say.';

create view omop.fact_relationship as
with facts as (
    select case when l.kind in ('finding', 'differential') then 19 else 27 end as domain, l.number::integer as fact,
           l.report_number::integer as note
    from ods.study_label as l where l.report_has_text
)
select domain as domain_concept_id_1, fact as fact_id_1, 5085 as domain_concept_id_2, note as fact_id_2, 0 as relationship_concept_id
from facts
union all
select 5085, note, domain, fact, 0 from facts;
comment on view omop.fact_relationship is
    'Each label and the report it was read from (of several reports of a study, the first), in both directions.';
comment on column omop.fact_relationship.domain_concept_id_1 is '19: a condition; 27: an observation; 5085: a note.';
comment on column omop.fact_relationship.fact_id_1 is 'Its number in its table.';
comment on column omop.fact_relationship.domain_concept_id_2 is '19: a condition; 27: an observation; 5085: a note.';
comment on column omop.fact_relationship.fact_id_2 is 'Its number in its table.';
comment on column omop.fact_relationship.relationship_concept_id is '0: no relationship concept is shipped for it.';
