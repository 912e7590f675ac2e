-- What the encounters of a refresh count for, until the aggregates are adjusted: one row a group and part. In a table of
-- the transaction, not in the program's memory: a record's labels and words make groups without bound.
create temporary table refresh_difference (
    aggregate text collate "C" not null,
    key text[] collate "C" not null,
    counted bigint not null
) on commit drop
