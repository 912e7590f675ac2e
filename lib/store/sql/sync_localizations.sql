-- $1 codes, $2 terms, $3 CUIs ('' for none).
insert into ods.localizations as stored (localization_code, description, cui, in_taxonomy)
select code, term, nullif(cui, ''), true
from unnest($1::text[], $2::text[], $3::text[]) as given (code, term, cui)
order by code
on conflict (localization_code) do update
set description = excluded.description, cui = excluded.cui, in_taxonomy = true
where (stored.description, stored.cui, stored.in_taxonomy) is distinct from (excluded.description, excluded.cui, true)
returning localization_code
