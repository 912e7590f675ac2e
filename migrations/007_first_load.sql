-- The first load of an empty store is made without the foreign keys and secondary indexes of its large tables, which are
-- built again at its end. What is missing meanwhile is noted here, in the transaction that takes it away; so it is
-- built whatever becomes of the daemon.
create table ingest.deferred_objects (
    object_name text collate "C" primary key,
    statement text not null
);
comment on table ingest.deferred_objects is
    'Foreign keys and indexes of the clinical store that a first load under way will build at its end; empty otherwise.';
comment on column ingest.deferred_objects.object_name is 'The constraint or index, with its table.';
comment on column ingest.deferred_objects.statement is 'What builds it, as the server described it before it was dropped.';
