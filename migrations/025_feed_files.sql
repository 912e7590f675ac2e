-- A feed of several files: which file a generation is of, how large it was when it was left, and whether all of the present one
-- was read. Files are told apart by their names within their folder.

alter table ingest.generations
    add column file text collate "C",
    add column file_bytes bigint;
comment on column ingest.generations.file is
    'Name of the file within its folder. NULL: begun by a version that did not note it.';
comment on column ingest.generations.file_bytes is
    'Bytes of the file on disk when reading left it for the next file of feed.path. NULL: it was not left so.';

alter table ingest.checkpoint add column read_to_end boolean not null default false;
comment on column ingest.checkpoint.read_to_end is
    'Whether the last batch read the file to its end, as it was then.';
