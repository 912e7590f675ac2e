-- After a part of the turn $1: the next one is of section $2, after the key $3. $4: now; $5: whether the turn ended with it,
-- and the next one begins.
insert into ingest.warehouse_proof as p (turn, began_at, section, after_key, parts, part_at, turn_ended_at)
values ($1::bigint + $5::boolean::integer, $4::timestamptz, $2, $3, 1 - $5::boolean::integer, $4::timestamptz,
        case when $5::boolean then $4::timestamptz end)
on conflict (one) do update
set turn = excluded.turn,
    began_at = case when $5::boolean then excluded.began_at else p.began_at end,
    section = excluded.section, after_key = excluded.after_key,
    parts = case when $5::boolean then 0 else p.parts + 1 end,
    part_at = excluded.part_at,
    turn_ended_at = coalesce(excluded.turn_ended_at, p.turn_ended_at)
