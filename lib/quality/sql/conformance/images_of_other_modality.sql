-- Images of a modality that is no kind of radiograph in DICOM (CR, DX, RG). Only those of a known one.
select count(*) as checked_rows, count(*) filter (where modality not in ('CR', 'DX', 'RG')) as failing_rows
from ods.procedures
where modality is not null
