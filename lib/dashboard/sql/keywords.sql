select left(stem, 64) as stem, reports from analytics.report_keywords as k where reports > 0 order by reports desc, k.stem limit 100
