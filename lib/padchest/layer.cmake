padchestd_embed_file(padchestd_padchest padchestd_taxonomy ${CMAKE_SOURCE_DIR}/reference/taxonomy.tsv)
