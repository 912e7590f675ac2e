select studies, sex, patients from analytics.studies_per_patient_by_sex where patients > 0 order by studies, sex
