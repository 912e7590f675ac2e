-- $1: changed encounters; $2, $3: the pairs they have now.
delete from ods.encounter_localizations
where encounter_id = any($1::text[])
  and (encounter_id, localization_code) not in (select encounter_id, code from unnest($2::text[], $3::text[]) as now_there (encounter_id, code))
