-- What the daemon needs to know: how far the feed was read, what became of every byte, what was put aside, what the
-- warehouse has yet to follow. (ingest.migrations itself is made by the migrator, before the first migration.)

comment on schema ingest is 'The daemon''s own books: checkpoint, ledger, quarantine, change queue.';

-- The secret of the patient draw: one row, made once. Its own table, so that it can be withheld from every other role.
create table ingest.draw_secret (
    one boolean primary key default true check (one),
    secret bytea not null check (length(secret) = 32),
    pool_version bigint not null default 1,
    created_at timestamptz not null
);

create table ingest.generations (
    feed text collate "C" not null,
    generation integer not null check (generation >= 1),
    reason text collate "C" not null,
    header bytea not null,
    previous_end bigint not null,
    opened_at timestamptz not null,
    primary key (feed, generation)
);

create table ingest.checkpoint (
    feed text collate "C" primary key,
    generation integer not null,
    byte_offset bigint not null check (byte_offset >= 0),
    last_row bigint not null check (last_row >= 0),
    epoch bigint not null,
    batch_id bigint not null,
    header_hash bytea not null,
    prefix_length bigint not null,
    prefix_hash bytea not null,
    window_length bigint not null,
    window_hash bytea not null,
    device numeric not null,
    inode numeric not null,
    paused_reason text collate "C",
    paused_until bigint,
    go_on_until bigint not null default 0,
    committed_at timestamptz not null
);

create table ingest.batches (
    feed text collate "C" not null,
    batch_id bigint not null,
    kind text collate "C" not null check (kind in ('feed', 'replay')),
    generation integer not null,
    start_offset bigint not null,
    end_offset bigint not null,
    first_row bigint not null,
    last_row bigint not null,
    header_bytes bigint not null,
    loaded_records bigint not null,
    loaded_bytes bigint not null,
    unchanged_records bigint not null,
    unchanged_bytes bigint not null,
    superseded_records bigint not null,
    superseded_bytes bigint not null,
    quarantined_records bigint not null,
    quarantined_bytes bigint not null,
    bytes_hash bytea not null,
    encounters_written bigint not null,
    procedures_written bigint not null,
    reports_written bigint not null,
    epoch bigint not null,
    started_at timestamptz not null,
    committed_at timestamptz not null,
    primary key (feed, batch_id),
    constraint batches_add_up check (
        kind = 'replay'
        or end_offset - start_offset = header_bytes + loaded_bytes + unchanged_bytes + superseded_bytes + quarantined_bytes)
);
create unique index batches_start_idx on ingest.batches (feed, generation, start_offset) where kind = 'feed';

create table ingest.quarantine (
    quarantine_id bigint generated always as identity primary key,
    feed text collate "C" not null,
    generation integer not null,
    byte_offset bigint not null,
    length bigint not null,
    row_number bigint not null,
    reason text collate "C" not null,
    column_name text collate "C",
    sqlstate text collate "C",
    record_hash bytea not null,
    record text,
    encounter_id text collate "C",
    status text collate "C" not null default 'open' check (status in ('open', 'replayed', 'superseded', 'expired')),
    later_encounter_offset bigint,
    later_procedure_offset bigint,
    later_report_offset bigint,
    procedure_id text collate "C",
    report_id text collate "C",
    batch_id bigint not null,
    resolved_batch_id bigint,
    quarantined_at timestamptz not null,
    resolved_at timestamptz,
    unique (feed, generation, byte_offset)
);
create index quarantine_open_idx on ingest.quarantine (encounter_id) where status = 'open';

-- Append-only; one row a changed encounter and batch. Claimed, applied and deleted by the warehouse's refresh.
create table ingest.change_queue (
    encounter_id text collate "C" not null,
    change_id uuid not null,
    changed_at timestamptz not null,
    primary key (encounter_id, change_id)
);

-- The same for members of dimensions: a patient moved or corrected, a diagnosis added or redefined, a facility renamed.
create table ingest.dimension_queue (
    dimension text collate "C" not null check (dimension in ('patient', 'diagnosis', 'facility')),
    member text collate "C" not null,
    change_id uuid not null,
    changed_at timestamptz not null,
    primary key (dimension, member, change_id)
);
