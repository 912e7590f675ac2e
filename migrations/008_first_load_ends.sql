-- What a first load puts off is noted with the table it belongs to, so that a row which it refuses can be looked for, and
-- a generation remembers that it was read again because of one.
alter table ingest.deferred_objects
    add column relation text collate "C",
    add column definition text collate "C";
comment on column ingest.deferred_objects.relation is
    'Its table, with the schema; NULL where an older program noted it.';
comment on column ingest.deferred_objects.definition is
    'What follows the table in the statement: the constraint, or the index''s method and columns.';

alter table ingest.generations add column first_load_failed text collate "C";
comment on column ingest.generations.first_load_failed is
    'The key or index that refused what a first load had brought in. The generation was then read again from its start, with all keys and indexes in place. NULL: none.';
