-- The next studies in the order of their keys: $1 after this one, $2 at most so many. $3 to $6: only those of which a row was
-- written from one of these stretches (lib/fhir/changes.h); all NULL: every study.
-- A feed without dates has a stated day in the store, which is no day of an examination: NULL here.
-- unnest() is the innermost of each subquery: a cluster refuses the other order.
select e.encounter_id, e.patient_id, e.facility_id, case when u.feed is null then e.encounter_date end as encounter_date, e.feed, e.source_generation, e.source_offset,
       to_char(e.updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as written_at
from ods.encounters as e
left join ingest.undated_feeds as u on u.feed = e.feed
where e.encounter_id > $1
  and ($3::text[] is null
       or exists (select 1 from unnest($3::text[], $4::integer[], $5::bigint[], $6::bigint[]) as s (feed, generation, first_byte, end_byte)
                  where s.feed = e.feed and s.generation = e.source_generation
                    and e.source_offset >= s.first_byte and e.source_offset < s.end_byte)
       or exists (select 1 from ods.procedures as p
                  where p.encounter_id = e.encounter_id
                    and exists (select 1 from unnest($3::text[], $4::integer[], $5::bigint[], $6::bigint[]) as s (feed, generation, first_byte, end_byte)
                                where s.feed = e.feed and s.generation = p.source_generation
                                  and p.source_offset >= s.first_byte and p.source_offset < s.end_byte))
       or exists (select 1 from ods.reports as r
                  where r.encounter_id = e.encounter_id
                    and exists (select 1 from unnest($3::text[], $4::integer[], $5::bigint[], $6::bigint[]) as s (feed, generation, first_byte, end_byte)
                                where s.feed = e.feed and s.generation = r.source_generation
                                  and r.source_offset >= s.first_byte and r.source_offset < s.end_byte))
       or (e.from_findings
           and exists (select 1 from ods.findings as f
                       where f.encounter_id = e.encounter_id
                         and exists (select 1 from unnest($3::text[], $4::integer[], $5::bigint[], $6::bigint[]) as s (feed, generation, first_byte, end_byte)
                                     where s.feed = e.feed and s.generation = f.source_generation
                                       and f.source_offset >= s.first_byte and f.source_offset < s.end_byte))))
order by e.encounter_id
limit $2
