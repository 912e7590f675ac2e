-- $1 codes, $2 terms as the feed spells them.
insert into ods.localizations (localization_code, description, cui, in_taxonomy)
select code, term, null, false from unnest($1::text[], $2::text[]) as given (code, term) order by code
on conflict do nothing
