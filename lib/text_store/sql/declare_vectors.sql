-- As nearest_scan, for a scan in the program. $1: the model; $2: the first day; $3: codes of diagnoses; $4: labelling
-- method; $5: an encounter that is left out.
declare report_vectors no scroll cursor for
select r.encounter_id, r.report_id, array_send(r.embedding) as vector
from ods.reports as r
where r.embedding_model = $1 and r.embedding is not null
  and ($2::date is null or exists (select 1 from ods.encounters as e
                                   where e.encounter_id = r.encounter_id and e.encounter_date >= $2::date))
  and ($3::text[] is null or exists (select 1 from ods.encounter_diagnoses as d
                                     where d.encounter_id = r.encounter_id and d.diagnosis_code = any ($3::text[])))
  and ($4::text is null or r.label_method = $4)
  and ($5::text is null or r.encounter_id <> $5)
