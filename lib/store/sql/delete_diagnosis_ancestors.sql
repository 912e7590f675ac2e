-- $1, $2: the pairs that the taxonomy has.
delete from ods.diagnosis_ancestors
where (diagnosis_code, ancestor_code) not in (select code, ancestor from unnest($1::text[], $2::text[]) as given (code, ancestor))
returning diagnosis_code
