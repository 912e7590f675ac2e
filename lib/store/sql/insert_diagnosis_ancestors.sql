insert into ods.diagnosis_ancestors (diagnosis_code, ancestor_code)
select code, ancestor from unnest($1::text[], $2::text[]) as given (code, ancestor)
order by 1, 2
on conflict do nothing
returning diagnosis_code
