-- Whether dim_date ends elsewhere than the store's studies do. Four look-ups in indexes.
select (select min(encounter_date) from ods.encounters) is distinct from (select min(date) from dwh.dim_date)
    or (select max(encounter_date) from ods.encounters) is distinct from (select max(date) from dwh.dim_date)
