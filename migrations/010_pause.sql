-- Why the circuit breaker holds a feed: the batch that it held back was rolled back, so nothing else in the database tells.
-- And what the feed was like so far, which the breaker compares a batch with.
alter table ingest.checkpoint
    add column paused_hash bytea,
    add column images_read bigint not null default 0,
    add column studies_read bigint not null default 0,
    add column unlabelled_read bigint not null default 0;
comment on column ingest.checkpoint.paused_hash is
    'Of the bytes from byte_offset to paused_until: other bytes there mean that the feed was mended. NULL: not known.';
comment on column ingest.checkpoint.images_read is 'Valid records that the feed''s batches held, of all generations.';
comment on column ingest.checkpoint.studies_read is
    'Studies in these batches; one in two batches counts twice. With images_read the images a study of a batch has.';
comment on column ingest.checkpoint.unlabelled_read is 'Of images_read, those without a label.';

create table ingest.pause_reasons (
    feed text collate "C" not null,
    reason text collate "C" not null,
    column_name text collate "C" not null,
    records bigint not null check (records > 0),
    byte_offsets bigint[] not null,
    row_numbers bigint[] not null,
    primary key (feed, reason, column_name)
);
comment on table ingest.pause_reasons is
    'What the circuit breaker holds against the batch at which it paused a feed; empty while no feed is paused.';
comment on column ingest.pause_reasons.feed is 'The paused feed.';
comment on column ingest.pause_reasons.reason is
    'Why records of the batch would be quarantined, as in ingest.quarantine; or unlabelled, or merged_studies.';
comment on column ingest.pause_reasons.column_name is 'The feed''s column to blame; empty: none, or not one alone.';
comment on column ingest.pause_reasons.records is 'Records of the batch that it concerns.';
comment on column ingest.pause_reasons.byte_offsets is 'Where the first few of them begin.';
comment on column ingest.pause_reasons.row_numbers is 'Complete records of the feed before each of these.';
