select diagnosis_code, ancestor_code from ods.diagnosis_ancestors
