-- Moves that the warehouse can follow. A version of a patient begins and ends on a day: a move at the beginning of time,
-- at its end or beyond it stopped every later refresh. What an earlier program took is mended: a move from before all
-- studies is what a patient had from the start on, one from after them never comes.

do $$
declare bad record;
begin
    for bad in select patient_id, valid_from from ods.patient_moves
               where valid_from not between date '1880-01-01' and date '2049-12-31' loop
        raise notice 'patient % has a move on %, which no warehouse can follow: it is mended', bad.patient_id, bad.valid_from;
    end loop;
end
$$;

insert into ingest.dimension_queue (dimension, member, change_id, changed_at)
select distinct 'patient', patient_id, gen_random_uuid(), now()
from (select distinct patient_id from ods.patient_moves
      where valid_from not between date '1880-01-01' and date '2049-12-31' or valid_from > (now() at time zone 'UTC')::date) as moved;

update ods.patients as p
set location = m.location
from (select distinct on (patient_id) patient_id, location from ods.patient_moves
      where valid_from < date '1880-01-01' order by patient_id, valid_from desc) as m
where m.patient_id = p.patient_id;

delete from ods.patient_moves where valid_from not between date '1880-01-01' and date '2049-12-31';

alter table ods.patient_moves
    add constraint patient_moves_valid_from_check check (valid_from between date '1880-01-01' and date '2049-12-31');

-- In one place, so that a test can move it.
create view dwh.today as select (now() at time zone 'UTC')::date as day;
comment on view dwh.today is 'The day on which a version of a patient is current or not yet.';
comment on column dwh.today.day is 'Today, in UTC.';

comment on column dwh.dim_patient.is_current is 'Whether it is the patient''s version of today. A move to come is a version already, but not this one.';

-- Patients whose planned move has come: next to none, and looked for at every tick.
create index dim_patient_ending_idx on dwh.dim_patient (valid_to) where is_current and valid_to < date '9999-12-31';
