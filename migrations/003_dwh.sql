-- The star schema. Everything in it is derived from ods (keys too, so that two builds compare equal) and kept by the
-- refresh; lib/warehouse/verify proves it. No foreign keys: each check would cost more than the row it guards, and what
-- they would promise is proved by verify, by rebuilding. No triggers; facts lead with encounter_id, as their store does.

create schema dwh;

create table dwh.dim_date (
    date_key integer primary key,
    date date not null unique,
    year smallint not null,
    quarter smallint not null,
    month smallint not null,
    day smallint not null,
    iso_weekday smallint not null,
    month_start date not null
);

-- Type 2 by study time. The ends of time are plain dates, since not every client can read `infinity`.
create table dwh.dim_patient (
    patient_key text collate "C" primary key,
    patient_id text collate "C" not null,
    sex text collate "C" not null,
    birth_date date not null,
    location text not null,
    valid_from date not null,
    valid_to date not null,
    is_current boolean not null,
    unique (patient_id, valid_from),
    check (valid_from < valid_to)
);

create table dwh.dim_facility (
    facility_id text collate "C" primary key,
    name text not null
);

create table dwh.dim_diagnosis (
    diagnosis_code text collate "C" primary key,
    description text not null,
    cui text collate "C",
    kind text collate "C" not null check (kind in ('finding', 'differential', 'quality', 'normal', 'unlabelled')),
    in_taxonomy boolean not null
);

create table dwh.dim_diagnosis_ancestor (
    diagnosis_code text collate "C" not null,
    ancestor_code text collate "C" not null,
    primary key (diagnosis_code, ancestor_code)
);

create table dwh.dim_procedure (
    procedure_key text collate "C" primary key,
    modality text collate "C" not null,
    projection text collate "C" not null,
    view_position text collate "C" not null,
    manufacturer text collate "C" not null
);

create table dwh.fact_encounter (
    encounter_id text collate "C" primary key,
    patient_key text collate "C" not null,
    date_key integer not null,
    facility_id text collate "C" not null,
    age_years smallint not null check (age_years >= 0),
    age_group text collate "C" not null check (age_group in ('0-17', '18-34', '35-54', '55+')),
    procedures integer not null check (procedures >= 0),
    diagnoses integer not null check (diagnoses >= 0),
    finding_status text collate "C" not null check (finding_status in ('finding', 'normal', 'undetermined', 'unlabelled')),
    has_report boolean not null
);

create table dwh.fact_procedure (
    encounter_id text collate "C" not null,
    procedure_id text collate "C" not null,
    procedure_key text collate "C" not null,
    date_key integer not null,
    primary key (encounter_id, procedure_id)
);

create table dwh.bridge_encounter_diagnosis (
    encounter_id text collate "C" not null,
    diagnosis_code text collate "C" not null,
    labels integer not null check (labels >= 1),
    primary key (encounter_id, diagnosis_code)
);

create table dwh.fact_report (
    encounter_id text collate "C" not null,
    report_id text collate "C" not null,
    label_method text collate "C" not null,
    stems text[] collate "C" not null,
    primary key (encounter_id, report_id)
);

-- Aggregates: kept by signed differences. A count below zero says that the warehouse was tampered with.

create table dwh.agg_encounter (
    month date not null,
    age_group text collate "C" not null,
    sex text collate "C" not null,
    encounters bigint not null check (encounters >= 0),
    primary key (month, age_group, sex)
);

create table dwh.agg_diagnosis (
    year integer not null,
    age_group text collate "C" not null,
    sex text collate "C" not null,
    diagnosis_code text collate "C" not null,
    encounters bigint not null check (encounters >= 0),
    primary key (year, age_group, sex, diagnosis_code)
);

create table dwh.agg_diagnosis_pair (
    code_a text collate "C" not null,
    code_b text collate "C" not null,
    encounters bigint not null check (encounters >= 0),
    primary key (code_a, code_b),
    check (code_a < code_b)
);

create table dwh.agg_finding_status (
    month date not null,
    finding_status text collate "C" not null,
    encounters bigint not null check (encounters >= 0),
    primary key (month, finding_status)
);

create table dwh.agg_procedure (
    month date not null,
    procedure_key text collate "C" not null,
    procedures bigint not null check (procedures >= 0),
    primary key (month, procedure_key)
);

create table dwh.agg_label_method (
    month date not null,
    label_method text collate "C" not null,
    reports bigint not null check (reports >= 0),
    primary key (month, label_method)
);

create table dwh.agg_keyword (
    stem text collate "C" primary key,
    reports bigint not null check (reports >= 0)
);

-- Every patient of the pool, those without a study too.
create table dwh.agg_patient (
    patient_id text collate "C" primary key,
    sex text collate "C" not null,
    studies bigint not null check (studies >= 0)
);

create table dwh.agg_studies (
    sex text collate "C" not null,
    studies bigint not null,
    patients bigint not null check (patients >= 0),
    primary key (sex, studies)
);

-- Stems that say nothing of the chest: triggers of negation, verbs of seeing, the names of views and of sides. A view,
-- since it is part of the program: nobody can empty it.
create view dwh.stop_stem as
select unnest(string_to_array(
    'con sin no ni previ estudi respect fech cambi radiolog radiografi torax cit consult motiv pacient compar proyeccion '
    'proyect posteroanterior apreci observ visualiz objetiv identific evident hallazg relev signific rest valor control '
    'clinic sign derech izquierd bilateral ambos', ' ')) collate "C" as stem;

-- Which tables of the warehouse have a row. Reads none further than to its first one.
create view dwh.filled_table as
select part
from (values
    ('dim_date', exists (select from dwh.dim_date)),
    ('dim_patient', exists (select from dwh.dim_patient)),
    ('dim_facility', exists (select from dwh.dim_facility)),
    ('dim_diagnosis', exists (select from dwh.dim_diagnosis)),
    ('dim_diagnosis_ancestor', exists (select from dwh.dim_diagnosis_ancestor)),
    ('dim_procedure', exists (select from dwh.dim_procedure)),
    ('fact_encounter', exists (select from dwh.fact_encounter)),
    ('fact_procedure', exists (select from dwh.fact_procedure)),
    ('bridge_encounter_diagnosis', exists (select from dwh.bridge_encounter_diagnosis)),
    ('fact_report', exists (select from dwh.fact_report)),
    ('agg_encounter', exists (select from dwh.agg_encounter)),
    ('agg_diagnosis', exists (select from dwh.agg_diagnosis)),
    ('agg_diagnosis_pair', exists (select from dwh.agg_diagnosis_pair)),
    ('agg_finding_status', exists (select from dwh.agg_finding_status)),
    ('agg_procedure', exists (select from dwh.agg_procedure)),
    ('agg_label_method', exists (select from dwh.agg_label_method)),
    ('agg_keyword', exists (select from dwh.agg_keyword)),
    ('agg_patient', exists (select from dwh.agg_patient)),
    ('agg_studies', exists (select from dwh.agg_studies))
) as look(part, filled)
where filled;

-- One row: locked by whoever refreshes or verifies (a table lock is granted before the transaction's snapshot is taken,
-- which an advisory lock, itself a query, is not; and it needs no session, so it holds behind a pooler). The counts are
-- what the last refresh left in the aggregates, and the tables that had a row then: where they disagree, somebody else
-- wrote to the warehouse.
create table ingest.warehouse_state (
    one boolean primary key default true check (one),
    refreshed_at timestamptz,
    rebuilt_at timestamptz,
    encounters bigint not null default 0,
    procedures bigint not null default 0,
    reports bigint not null default 0,
    patients bigint not null default 0,
    analyzed_encounters bigint not null default 0,
    filled text[] collate "C" not null default '{}'
);
insert into ingest.warehouse_state default values;

-- The queues are emptied at every cycle: their dead rows must not wait for a share of a table that has none.
alter table ingest.change_queue set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
alter table ingest.dimension_queue set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
