select l.encounter_id, l.localization_code as code, t.description, t.cui, '' as kind
from ods.encounter_localizations as l join ods.localizations as t on t.localization_code = l.localization_code
where l.encounter_id = any($1::text[]) order by l.encounter_id, l.localization_code
