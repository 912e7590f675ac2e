-- What this refresh leaves. $1: now; $2: whether it rebuilt everything; $3: tables that another session filled, and
-- this one's snapshot does not show.
insert into ingest.warehouse_state as s (one, refreshed_at, rebuilt_at, encounters, procedures, reports, patients, filled)
select true, $1::timestamptz, case when $2::boolean then $1::timestamptz end,
       (select coalesce(sum(encounters), 0) from dwh.agg_encounter),
       (select coalesce(sum(procedures), 0) from dwh.agg_procedure),
       (select coalesce(sum(reports), 0) from dwh.agg_label_method),
       (select coalesce(sum(patients), 0) from dwh.agg_studies),
       array(select part from dwh.filled_table union select unnest($3::text[]) order by part)
on conflict (one) do update
set refreshed_at = excluded.refreshed_at, rebuilt_at = coalesce(excluded.rebuilt_at, s.rebuilt_at),
    encounters = excluded.encounters, procedures = excluded.procedures, reports = excluded.reports,
    patients = excluded.patients, filled = excluded.filled
returning encounters, analyzed_encounters
