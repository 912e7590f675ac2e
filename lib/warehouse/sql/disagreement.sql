-- The first aggregate whose sum is not what the last refresh left; NULL: none. Reads the small aggregates whole.
select min(part)
from ingest.warehouse_state as s
cross join lateral (values
    ('dwh.agg_encounter', (select coalesce(sum(encounters), 0) from dwh.agg_encounter) <> s.encounters),
    ('dwh.agg_finding_status', (select coalesce(sum(encounters), 0) from dwh.agg_finding_status) <> s.encounters),
    ('dwh.agg_studies', (select coalesce(sum(studies * patients), 0) from dwh.agg_studies) <> s.encounters
                        or (select coalesce(sum(patients), 0) from dwh.agg_studies) <> s.patients),
    ('dwh.agg_procedure', (select coalesce(sum(procedures), 0) from dwh.agg_procedure) <> s.procedures),
    ('dwh.agg_label_method', (select coalesce(sum(reports), 0) from dwh.agg_label_method) <> s.reports)
) as look(part, wrong)
where wrong
