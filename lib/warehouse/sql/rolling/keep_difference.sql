-- Of table $1, found in turn $2: $3 rows missing, $4 too many; $5: now. Counts of one turn add up.
insert into ingest.warehouse_difference as d (table_name, turn, missing_rows, surplus_rows, found_at)
values ($1, $2::bigint, $3::bigint, $4::bigint, $5::timestamptz)
on conflict (table_name) do update
set turn = excluded.turn,
    missing_rows = case when d.turn = excluded.turn then d.missing_rows else 0 end + excluded.missing_rows,
    surplus_rows = case when d.turn = excluded.turn then d.surplus_rows else 0 end + excluded.surplus_rows,
    found_at = excluded.found_at
