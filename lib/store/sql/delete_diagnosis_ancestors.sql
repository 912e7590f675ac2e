-- $1, $2: the pairs that the taxonomy has; $3: its terms. Pairs of another format's terms stay.
delete from ods.diagnosis_ancestors
where diagnosis_code = any($3::text[])
  and (diagnosis_code, ancestor_code) not in (select code, ancestor from unnest($1::text[], $2::text[]) as given (code, ancestor))
returning diagnosis_code
