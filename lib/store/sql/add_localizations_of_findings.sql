-- $1 studies, $2 codes, one each. Without ON CONFLICT: a first load may have taken the key for it away.
insert into ods.encounter_localizations (encounter_id, localization_code)
select distinct given.encounter_id, given.code from unnest($1::text[], $2::text[]) as given (encounter_id, code)
left join ods.encounter_localizations as there on there.encounter_id = given.encounter_id and there.localization_code = given.code
where there.encounter_id is null
order by 1, 2
