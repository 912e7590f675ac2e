-- $1: the vector; $2: the model; $3: the index; $4: reports written since then are not in it; $5: an encounter that is left
-- out; $6: how many. A report that changed since the index was built is not the one that the index means.
select r.encounter_id, r.report_id, 1 - near.distance as cosine
from (select embedding operator({vector}.<=>) $1::{vector}.vector as distance, encounter_ids, report_ids
      from ods.report_vectors
      where index_name = $3
      order by embedding operator({vector}.<=>) $1::{vector}.vector
      limit $6::bigint + 20) as near
cross join lateral unnest(near.encounter_ids, near.report_ids) as key (encounter_id, report_id)
join ods.reports as r on r.encounter_id = key.encounter_id and r.report_id = key.report_id
where r.embedding_model = $2 and r.updated_at < $4::timestamptz and ($5::text is null or r.encounter_id <> $5)
order by near.distance, r.encounter_id, r.report_id
limit $6::bigint
