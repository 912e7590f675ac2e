select encounter_id, procedure_id, procedure_name, modality
from ods.procedures where encounter_id = any($1::text[]) order by encounter_id, procedure_id
