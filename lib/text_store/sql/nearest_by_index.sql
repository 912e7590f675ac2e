-- $1: the vector; $2: the model; $3: what the index's condition names; $4: an encounter that is left out; $5: how many.
select encounter_id, report_id, 1 - (embedding operator({vector}.<=>) $1::{vector}.vector)
from (select encounter_id, report_id, embedding
      from ods.reports
      where embedding_model = $2 and updated_at < $3::timestamptz
      order by embedding operator({vector}.<=>) $1::{vector}.vector
      limit $5::bigint + 20) as near
where $4::text is null or encounter_id <> $4
