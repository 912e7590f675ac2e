select diagnosis_code, description, kind, encounters from analytics.diagnosis_frequency
where encounters > 0 order by encounters desc, diagnosis_code
