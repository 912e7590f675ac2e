# padchestd_embed_sql(LAYER FOLDER)
#
# Makes "LAYER/sql.h" for the layer: a `constexpr std::string_view padchestd::LAYER::sql::NAME` for each FOLDER/NAME.sql,
# and `…::sql::KIND_NAME` for each FOLDER/KIND/NAME.sql.
# SQL stays in files that an editor and psql understand; the program carries it.
function(padchestd_embed_sql layer folder)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS ${folder}/*.sql)
  set(body "#pragma once\n// Generated from ${layer}'s .sql files.\n#include <string_view>\n\nnamespace padchestd::${layer}::sql {\n\n")
  foreach(file IN LISTS files)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    file(RELATIVE_PATH name ${folder} ${file})
    string(REGEX REPLACE "\\.sql$" "" name ${name})
    string(REPLACE "/" "_" name ${name})
    file(READ ${file} text)
    string(APPEND body "inline constexpr std::string_view ${name} = R\"~sql~(${text})~sql~\";\n\n")
  endforeach()
  string(APPEND body "} // namespace padchestd::${layer}::sql\n")
  set(header ${CMAKE_BINARY_DIR}/generated/${layer}/${layer}/sql.h)
  file(CONFIGURE OUTPUT ${header} CONTENT "${body}" @ONLY)
  get_target_property(type padchestd_${layer} TYPE)
  if(type STREQUAL INTERFACE_LIBRARY)
    target_include_directories(padchestd_${layer} INTERFACE ${CMAKE_BINARY_DIR}/generated/${layer})
  else()
    target_include_directories(padchestd_${layer} PUBLIC ${CMAKE_BINARY_DIR}/generated/${layer})
  endif()
endfunction()

# padchestd_embed_file(TARGET SYMBOL FILE)
#
# Links FILE's bytes into TARGET as SYMBOL_begin … SYMBOL_end (extern "C" const char[]), by the assembler's .incbin:
# megabytes cost no compile time.
function(padchestd_embed_file target symbol file)
  set(assembly ${CMAKE_BINARY_DIR}/generated/${target}/${symbol}.S)
  file(CONFIGURE OUTPUT ${assembly} CONTENT
".section .rodata
.global ${symbol}_begin
.global ${symbol}_end
.balign 16
${symbol}_begin:
.incbin \"${file}\"
${symbol}_end:
.byte 0
.section .note.GNU-stack,\"\",%progbits
" @ONLY)
  set_source_files_properties(${assembly} PROPERTIES OBJECT_DEPENDS ${file})
  target_sources(${target} PRIVATE ${assembly})
endfunction()

# padchestd_embed_migrations(TARGET FOLDER)
#
# Makes the definition of pg::built_in_migrations() from FOLDER/NNN_name.sql, in order; a gap in the numbers stops the build.
function(padchestd_embed_migrations target folder)
  file(GLOB files CONFIGURE_DEPENDS ${folder}/[0-9][0-9][0-9]_*.sql)
  list(SORT files)
  set(expected 0)
  set(body "// Generated from migrations/*.sql.\n#include \"pg/migrator.h\"\n\n#include <array>\n\nnamespace padchestd::pg {\n\nnamespace {\n\n")
  set(entries "")
  foreach(file IN LISTS files)
    math(EXPR expected "${expected} + 1")
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    get_filename_component(stem ${file} NAME_WE)
    string(REGEX MATCH "^0*([0-9]+)_(.*)$" matched ${stem})
    if(NOT CMAKE_MATCH_1 EQUAL expected)
      message(FATAL_ERROR "migrations/${stem}.sql: expected number ${expected}; are two numbers the same, or is one missing?")
    endif()
    file(READ ${file} text)
    string(LENGTH "${text}" length)
    # A string literal may have 64 KiB at most in some compilers: long files are split at that size.
    set(literal "")
    set(at 0)
    while(at LESS length)
      string(SUBSTRING "${text}" ${at} 12000 piece)
      string(APPEND literal "R\"~sql~(${piece})~sql~\"\n")
      math(EXPR at "${at} + 12000")
    endwhile()
    string(APPEND entries "    Migration{${CMAKE_MATCH_1}, \"${CMAKE_MATCH_2}\", ${literal}},\n")
  endforeach()
  string(APPEND body "constexpr std::array<Migration, ${expected}> kMigrations{\n${entries}};\n\n} // namespace\n\nstd::span<const Migration> built_in_migrations() { return kMigrations; }\n\n} // namespace padchestd::pg\n")
  set(source ${CMAKE_BINARY_DIR}/generated/${target}/built_in_migrations.cpp)
  file(CONFIGURE OUTPUT ${source} CONTENT "${body}" @ONLY)
  target_sources(${target} PRIVATE ${source})
endfunction()
