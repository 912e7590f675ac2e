insert into ods.text_models (model_id, state, method_version, language, seed, parameters, texts, reports, energy, terms, idf,
                             basis, centres, checksum, fitted_at)
values ($1, 'filling', $2, $3, $4, $5::jsonb, $6, $7, $8, $9::text[], $10::bytea, $11::bytea, $12::bytea, $13::bytea,
        $14::timestamptz)
