select left(stem, 64), reports from analytics.report_keywords where reports > 0 order by reports desc, stem limit 100
