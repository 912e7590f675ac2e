insert into ods.procedures as stored
    (encounter_id, procedure_id, procedure_name, modality, projection, projection_method, view_position, manufacturer,
     photometric_interpretation, pixel_representation, pixel_aspect_ratio, spatial_resolution_mm, bits_stored, window_center,
     window_width, image_rows, image_columns, tube_current_ma, exposure_mas, exposure_uas, exposure_time_ms,
     relative_exposure, image_dir, record_hash, content_hash, source_generation, source_offset, updated_at)
select encounter_id, procedure_id, procedure_name, modality, projection, projection_method, view_position, manufacturer,
       photometric_interpretation, pixel_representation, pixel_aspect_ratio, spatial_resolution_mm, bits_stored, window_center,
       window_width, image_rows, image_columns, tube_current_ma, exposure_mas, exposure_uas, exposure_time_ms,
       relative_exposure, image_dir, record_hash, content_hash, source_generation, source_offset, updated_at
from json_populate_recordset(null::ods.procedures, $1::json)
order by encounter_id, procedure_id
on conflict (encounter_id, procedure_id) do update
set procedure_name = excluded.procedure_name,
    modality = excluded.modality,
    projection = excluded.projection,
    projection_method = excluded.projection_method,
    view_position = excluded.view_position,
    manufacturer = excluded.manufacturer,
    photometric_interpretation = excluded.photometric_interpretation,
    pixel_representation = excluded.pixel_representation,
    pixel_aspect_ratio = excluded.pixel_aspect_ratio,
    spatial_resolution_mm = excluded.spatial_resolution_mm,
    bits_stored = excluded.bits_stored,
    window_center = excluded.window_center,
    window_width = excluded.window_width,
    image_rows = excluded.image_rows,
    image_columns = excluded.image_columns,
    tube_current_ma = excluded.tube_current_ma,
    exposure_mas = excluded.exposure_mas,
    exposure_uas = excluded.exposure_uas,
    exposure_time_ms = excluded.exposure_time_ms,
    relative_exposure = excluded.relative_exposure,
    image_dir = excluded.image_dir,
    record_hash = excluded.record_hash,
    content_hash = excluded.content_hash,
    source_generation = excluded.source_generation,
    source_offset = excluded.source_offset,
    updated_at = excluded.updated_at
where (stored.content_hash, stored.source_generation, stored.source_offset)
    is distinct from (excluded.content_hash, excluded.source_generation, excluded.source_offset)
