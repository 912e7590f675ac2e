select to_char(month, 'YYYY-MM-DD') as month, age_group as age, sex, encounters from analytics.encounter_cube where encounters > 0
