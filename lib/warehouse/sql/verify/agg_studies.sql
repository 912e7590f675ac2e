-- By agg_patient, which is compared with the store by itself.
select sex, studies, count(*) from dwh.agg_patient group by sex, studies
