-- $1, $2: the pairs that the taxonomy has.
delete from ods.localization_ancestors
where (localization_code, ancestor_code) not in (select code, ancestor from unnest($1::text[], $2::text[]) as given (code, ancestor))
returning localization_code
