-- Findings: what a reader saw in an image, where, and since when, from a feed whose record is a finding. They join a study that
-- another feed has brought; a study that none has is made from them until one does
-- (docs/decisions/015-findings-join-a-study.md).

alter table ods.encounters add column from_findings boolean not null default false;
comment on column ods.encounters.from_findings is
    'Made from findings, since no feed has brought the study itself: its labels and localizations are theirs. A feed that brings it takes it over.';

comment on column ods.encounters.feed is
    'The feed that first wrote the study, or took it over from findings. Records of another feed about it, or about its images, are quarantined (study_of_other_feed), but for findings, which join it.';

alter table ods.procedures add column from_findings boolean not null default false;
comment on column ods.procedures.from_findings is
    'Made from findings: nothing but its key is known of the image.';

create table ods.findings (
    encounter_id text collate "C" not null,
    finding_id text collate "C" not null,
    procedure_id text collate "C" not null,
    feed text collate "C" not null,
    diagnosis_code text collate "C" not null,
    localizations text[] collate "C" not null,
    boxes_count smallint,
    extra_boxes_count smallint,
    boxes jsonb check (jsonb_typeof(boxes) = 'array'),
    extra_boxes jsonb check (jsonb_typeof(extra_boxes) = 'array'),
    progression text collate "C",
    has_prior boolean,
    sentence_en text,
    sentence_es text,
    label_group text collate "C",
    study_split text collate "C",
    in_benchmark boolean,
    in_validation boolean,
    content_hash bytea not null check (length(content_hash) = 16),
    source_generation integer not null,
    source_offset bigint not null,
    updated_at timestamptz not null,
    primary key (encounter_id, finding_id),
    constraint findings_encounter_fk foreign key (encounter_id) references ods.encounters,
    constraint findings_diagnosis_fk foreign key (diagnosis_code) references ods.diagnoses
);
create index findings_procedure_idx on ods.findings (procedure_id);
create index findings_diagnosis_idx on ods.findings (diagnosis_code);
create index findings_localizations_idx on ods.findings using gin (localizations);

comment on table ods.findings is
    'Findings of images. No foreign key leads to ods.procedures: a finding may come before its image, and a first load has no such key.';
comment on column ods.findings.encounter_id is 'The study.';
comment on column ods.findings.finding_id is
    'Hash of image, label, localizations and sentences: what says the same of them is the same finding.';
comment on column ods.findings.procedure_id is 'The image, of ods.procedures where that feed has brought it.';
comment on column ods.findings.feed is 'The feed that gave the finding; its position is in that feed.';
comment on column ods.findings.diagnosis_code is 'The label.';
comment on column ods.findings.localizations is 'Codes of ods.localizations, sorted; empty where none is named.';
comment on column ods.findings.boxes_count is 'Number of boxes around it.';
comment on column ods.findings.extra_boxes_count is 'Number of boxes that a second reader drew.';
comment on column ods.findings.boxes is
    'Array of boxes, each left, top, right and bottom in shares of the image''s width and height; NULL: the feed has numbers only.';
comment on column ods.findings.extra_boxes is 'Likewise, of the second reader.';
comment on column ods.findings.progression is 'Against the study before, in the feed''s words.';
comment on column ods.findings.has_prior is 'Whether there is a study before; which one is not stored.';
comment on column ods.findings.sentence_en is 'The report''s sentence, in English.';
comment on column ods.findings.sentence_es is 'The report''s sentence, in Spanish.';
comment on column ods.findings.label_group is 'The feed''s group of labels.';
comment on column ods.findings.study_split is 'Part of the study by the feed''s authors: train, validation or test.';
comment on column ods.findings.in_benchmark is 'Whether the study is of the authors'' benchmark.';
comment on column ods.findings.in_validation is 'Whether the study is of the authors'' validation set.';
comment on column ods.findings.content_hash is 'Hash of the row''s content: an equal one means nothing to write.';
comment on column ods.findings.source_generation is 'Generation of the feed whose record gave the present content.';
comment on column ods.findings.source_offset is 'Byte offset of that record in it.';
comment on column ods.findings.updated_at is 'When the row was last written.';

alter table ingest.batches add column findings_written bigint not null default 0;
comment on column ingest.batches.findings_written is 'Rows inserted or changed in ods.findings.';
