insert into ods.localization_ancestors (localization_code, ancestor_code)
select code, ancestor from unnest($1::text[], $2::text[]) as given (code, ancestor)
order by 1, 2
on conflict do nothing
returning localization_code
