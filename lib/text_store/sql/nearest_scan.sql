-- $1: the vector; $2: the model; $3: the first day; $4: codes of diagnoses; $5: labelling method; $6: an encounter that is
-- left out; $7: how many.
select r.encounter_id, r.report_id, 1 - (r.embedding operator({vector}.<=>) $1::{vector}.vector) as cosine
from ods.reports as r
where r.embedding_model = $2 and r.embedding is not null
  and ($3::date is null or exists (select 1 from ods.encounters as e
                                   where e.encounter_id = r.encounter_id and e.encounter_date >= $3::date))
  and ($4::text[] is null or exists (select 1 from ods.encounter_diagnoses as d
                                     where d.encounter_id = r.encounter_id and d.diagnosis_code = any ($4::text[])))
  and ($5::text is null or r.label_method = $5)
  and ($6::text is null or r.encounter_id <> $6)
order by r.embedding operator({vector}.<=>) $1::{vector}.vector, r.encounter_id, r.report_id
limit $7::bigint
