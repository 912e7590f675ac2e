-- The clinical store. Natural TEXT keys in COLLATE "C"; every child's primary key leads with encounter_id, so that the
-- tables can be distributed by it later. No triggers, no unique constraint without encounter_id on a child.

create schema ods;
comment on schema ods is 'Clinical store: synthetic patients, and the studies of the feed.';

create table ods.patients (
    patient_id text collate "C" primary key check (length(patient_id) between 1 and 256),
    sex text collate "C" not null check (sex in ('F', 'M', 'O')),
    birth_date date not null check (birth_date between date '1880-01-01' and date '2049-12-31'),
    location text not null,
    created_at timestamptz not null
);

create table ods.patient_moves (
    patient_id text collate "C" not null references ods.patients,
    valid_from date not null,
    location text not null,
    primary key (patient_id, valid_from)
);

create table ods.facilities (
    facility_id text collate "C" primary key,
    name text not null
);

create table ods.encounters (
    encounter_id text collate "C" primary key,
    patient_id text collate "C" not null,
    facility_id text collate "C" not null,
    encounter_date date not null check (encounter_date between date '1980-01-01' and date '2049-12-31'),
    pediatric boolean not null,
    content_hash bytea not null check (length(content_hash) = 16),
    source_generation integer not null,
    source_offset bigint not null,
    updated_at timestamptz not null,
    constraint encounters_patient_fk foreign key (patient_id) references ods.patients,
    constraint encounters_facility_fk foreign key (facility_id) references ods.facilities
);
create index encounters_patient_idx on ods.encounters (patient_id);
create index encounters_date_idx on ods.encounters (encounter_date);

create table ods.procedures (
    encounter_id text collate "C" not null,
    procedure_id text collate "C" not null,
    procedure_name text not null,
    modality text collate "C",
    projection text collate "C",
    projection_method text collate "C",
    view_position text collate "C",
    manufacturer text collate "C",
    photometric_interpretation text collate "C",
    pixel_representation smallint,
    pixel_aspect_ratio text collate "C",
    spatial_resolution_mm numeric,
    bits_stored smallint,
    window_center numeric,
    window_width numeric,
    image_rows integer,
    image_columns integer,
    tube_current_ma numeric,
    exposure_mas numeric,
    exposure_uas numeric,
    exposure_time_ms numeric,
    relative_exposure numeric,
    image_dir smallint,
    record_hash bytea not null check (length(record_hash) = 16),
    content_hash bytea not null check (length(content_hash) = 16),
    source_generation integer not null,
    source_offset bigint not null,
    updated_at timestamptz not null,
    primary key (encounter_id, procedure_id),
    constraint procedures_encounter_fk foreign key (encounter_id) references ods.encounters
);
create index procedures_procedure_idx on ods.procedures (procedure_id);

create table ods.reports (
    encounter_id text collate "C" not null,
    report_id text collate "C" not null,
    report_text text,
    language text collate "C" not null default 'es',
    label_method text collate "C",
    embedding_model text collate "C",
    content_hash bytea not null check (length(content_hash) = 16),
    source_generation integer not null,
    source_offset bigint not null,
    updated_at timestamptz not null,
    primary key (encounter_id, report_id),
    constraint reports_encounter_fk foreign key (encounter_id) references ods.encounters
);
-- `simple`: the feed's text is stemmed already, the `spanish` configuration would stem it twice.
create index reports_text_idx on ods.reports using gin (to_tsvector('simple', coalesce(report_text, '')));

-- The embedding is vector(384) where pgvector is there or may be created by this role, else real[] with a check.
-- (`create extension vector` later, and one alter column … using embedding::vector(384), move the second form to the first.)
do $$
begin
    begin
        create extension if not exists vector;
    exception when insufficient_privilege or undefined_file or feature_not_supported or undefined_object then
        raise notice 'pgvector is not available here: embeddings are stored as real[]';
    end;
    if to_regtype('vector') is not null then
        alter table ods.reports add column embedding vector(384);
    else
        alter table ods.reports add column embedding real[]
            constraint reports_embedding_shape
            check (array_ndims(embedding) = 1 and cardinality(embedding) = 384 and array_position(embedding, null) is null);
    end if;
end
$$;

create table ods.diagnoses (
    diagnosis_code text collate "C" primary key,
    description text not null,
    cui text collate "C",
    kind text collate "C" not null check (kind in ('finding', 'differential', 'quality', 'normal')),
    in_taxonomy boolean not null
);

create table ods.diagnosis_ancestors (
    diagnosis_code text collate "C" not null references ods.diagnoses,
    ancestor_code text collate "C" not null references ods.diagnoses,
    primary key (diagnosis_code, ancestor_code)
);

create table ods.encounter_diagnoses (
    encounter_id text collate "C" not null,
    diagnosis_code text collate "C" not null,
    primary key (encounter_id, diagnosis_code),
    constraint encounter_diagnoses_encounter_fk foreign key (encounter_id) references ods.encounters,
    constraint encounter_diagnoses_diagnosis_fk foreign key (diagnosis_code) references ods.diagnoses
);
create index encounter_diagnoses_diagnosis_idx on ods.encounter_diagnoses (diagnosis_code);

create table ods.localizations (
    localization_code text collate "C" primary key,
    description text not null,
    cui text collate "C",
    in_taxonomy boolean not null
);

create table ods.localization_ancestors (
    localization_code text collate "C" not null references ods.localizations,
    ancestor_code text collate "C" not null references ods.localizations,
    primary key (localization_code, ancestor_code)
);

create table ods.encounter_localizations (
    encounter_id text collate "C" not null,
    localization_code text collate "C" not null,
    primary key (encounter_id, localization_code),
    constraint encounter_localizations_encounter_fk foreign key (encounter_id) references ods.encounters,
    constraint encounter_localizations_localization_fk foreign key (localization_code) references ods.localizations
);
