# padchestd_embed_sql(LAYER FOLDER)
#
# Makes "LAYER/sql.h" for the layer: a `constexpr std::string_view padchestd::LAYER::sql::NAME` for each FOLDER/NAME.sql.
# SQL stays in files that an editor and psql understand; the program carries it.
function(padchestd_embed_sql layer folder)
  file(GLOB files CONFIGURE_DEPENDS ${folder}/*.sql)
  set(body "#pragma once\n// Generated from ${layer}'s .sql files.\n#include <string_view>\n\nnamespace padchestd::${layer}::sql {\n\n")
  foreach(file IN LISTS files)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    get_filename_component(name ${file} NAME_WE)
    file(READ ${file} text)
    string(APPEND body "inline constexpr std::string_view ${name} = R\"~sql~(${text})~sql~\";\n\n")
  endforeach()
  string(APPEND body "} // namespace padchestd::${layer}::sql\n")
  set(header ${CMAKE_BINARY_DIR}/generated/${layer}/${layer}/sql.h)
  file(CONFIGURE OUTPUT ${header} CONTENT "${body}" @ONLY)
  target_include_directories(padchestd_${layer} PUBLIC ${CMAKE_BINARY_DIR}/generated/${layer})
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
