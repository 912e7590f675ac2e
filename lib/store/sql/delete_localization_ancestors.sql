-- $1, $2: the pairs that the taxonomy has; $3: its terms. Pairs of another format's terms stay.
delete from ods.localization_ancestors
where localization_code = any($3::text[])
  and (localization_code, ancestor_code) not in (select code, ancestor from unnest($1::text[], $2::text[]) as given (code, ancestor))
returning localization_code
