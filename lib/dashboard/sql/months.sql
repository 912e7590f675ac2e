select to_char(month, 'YYYY-MM-DD') as month from analytics.encounters_per_month order by month
