-- Rules that hold for a store whatever its feed is: the rule, and how many rows or records break it. $1 feed. Encounters that
-- wait for the warehouse are left out of its rules.
with present as (
    select checkpoint.last_row
           - coalesce((select sum(loaded_records + unchanged_records + superseded_records + quarantined_records)
                       from ingest.batches as batch
                       where batch.feed = $1 and batch.kind = 'feed' and batch.generation = checkpoint.generation), 0)
           as missing
    from ingest.checkpoint as checkpoint
    where feed = $1
), settled as (
    select encounter_id from ods.encounters except select encounter_id from ingest.change_queue
), counted as (
    select encounter_id, count(*) as images from ods.procedures group by encounter_id
), labelled as (
    select encounter_id, count(*) as labels from ods.encounter_diagnoses group by encounter_id
), reported as (
    select encounter_id, count(*) as reports from ods.reports group by encounter_id
), reported_there as (
    select encounter_id, count(*) as reports from dwh.fact_report group by encounter_id
), facts as (
    select encounter_id, procedures, diagnoses from dwh.fact_encounter
    where encounter_id not in (select encounter_id from ingest.change_queue)
)
select 'the ledger accounts for every record that was read' as rule,
       abs(coalesce((select missing from present), 0))::bigint as broken_by
union all
select 'every encounter has its patient', count(*)
from ods.encounters as e left join ods.patients as p on p.patient_id = e.patient_id where p.patient_id is null
union all
select 'every procedure has its encounter', count(*)
from ods.procedures as p left join ods.encounters as e on e.encounter_id = p.encounter_id where e.encounter_id is null
union all
select 'every report has its encounter', count(*)
from ods.reports as r left join ods.encounters as e on e.encounter_id = r.encounter_id where e.encounter_id is null
union all
select 'every finding has its encounter and its term', count(*)
from ods.findings as f
left join ods.encounters as e on e.encounter_id = f.encounter_id
left join ods.diagnoses as t on t.diagnosis_code = f.diagnosis_code
where e.encounter_id is null or t.diagnosis_code is null
union all
select 'every diagnosis of an encounter has the encounter and the term', count(*)
from ods.encounter_diagnoses as d
left join ods.encounters as e on e.encounter_id = d.encounter_id
left join ods.diagnoses as t on t.diagnosis_code = d.diagnosis_code
where e.encounter_id is null or t.diagnosis_code is null
union all
select 'every localization of an encounter has the encounter and the term', count(*)
from ods.encounter_localizations as l
left join ods.encounters as e on e.encounter_id = l.encounter_id
left join ods.localizations as t on t.localization_code = l.localization_code
where e.encounter_id is null or t.localization_code is null
union all
select 'the warehouse has every encounter, with its procedures, diagnoses and reports', count(*)
from settled as s
left join counted as c on c.encounter_id = s.encounter_id
left join labelled as l on l.encounter_id = s.encounter_id
left join reported as r on r.encounter_id = s.encounter_id
left join reported_there as t on t.encounter_id = s.encounter_id
left join facts as f on f.encounter_id = s.encounter_id
where f.procedures is distinct from coalesce(c.images, 0) or f.diagnoses is distinct from coalesce(l.labels, 0)
   or coalesce(t.reports, 0) <> coalesce(r.reports, 0)
union all
select 'the warehouse has no other encounter', count(*)
from facts as f left join ods.encounters as e on e.encounter_id = f.encounter_id where e.encounter_id is null
