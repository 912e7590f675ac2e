-- Where the daemon's proof of the warehouse is, and what it found: it compares dwh with ods in parts, and goes through all of it
-- in a turn (docs/warehouse.md, docs/decisions/016-rolling-proof.md).

create table ingest.warehouse_proof (
    one boolean primary key default true check (one),
    turn bigint not null check (turn >= 1),
    began_at timestamptz not null,
    section text collate "C" not null check (section <> ''),
    after_key text collate "C" not null,
    parts integer not null check (parts >= 0),
    part_at timestamptz not null,
    turn_ended_at timestamptz
);
comment on table ingest.warehouse_proof is 'Where the proof of the warehouse by parts goes on. No row: no part was compared yet.';
comment on column ingest.warehouse_proof.one is 'There is one row at most.';
comment on column ingest.warehouse_proof.turn is 'The running turn, from 1: each goes through the whole warehouse.';
comment on column ingest.warehouse_proof.began_at is 'When it began.';
comment on column ingest.warehouse_proof.section is 'The tables of the next part, by the key that they are cut by: encounters, months, years, diagnoses, patients, members or words.';
comment on column ingest.warehouse_proof.after_key is 'The next part begins after this key.';
comment on column ingest.warehouse_proof.parts is 'Parts of this turn so far.';
comment on column ingest.warehouse_proof.part_at is 'When the last part was compared.';
comment on column ingest.warehouse_proof.turn_ended_at is 'When the last whole turn ended. NULL: none has.';

create table ingest.warehouse_difference (
    table_name text collate "C" primary key check (table_name <> ''),
    turn bigint not null,
    missing_rows bigint not null check (missing_rows >= 0),
    surplus_rows bigint not null check (surplus_rows >= 0),
    found_at timestamptz not null
);
comment on table ingest.warehouse_difference is
    'Tables of dwh that a proof found to differ from the store. A rebuild and a proof that finds them equal empty it.';
comment on column ingest.warehouse_difference.table_name is 'The table, in dwh.';
comment on column ingest.warehouse_difference.turn is 'The turn that found it; 0: padchestd verify.';
comment on column ingest.warehouse_difference.missing_rows is 'Rows that the store says there should be. A wrong value counts here and there.';
comment on column ingest.warehouse_difference.surplus_rows is 'Rows that should not be.';
comment on column ingest.warehouse_difference.found_at is 'When it was found last.';
