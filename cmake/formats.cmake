# padchestd_format_layers()
#
# Makes a layer of each format in PADCHESTD_FORMATS: lib/NAME, which sees clinical, feed and util. A file
# lib/NAME/layer.cmake, where there is one, adds to it (embedded tables, a library).
function(padchestd_format_layers)
  foreach(format IN LISTS PADCHESTD_FORMATS)
    padchestd_layer(${format} DEPENDS clinical feed util)
    include(${CMAKE_SOURCE_DIR}/lib/${format}/layer.cmake OPTIONAL)
  endforeach()
endfunction()

# padchestd_register_formats(TARGET)
#
# Gives TARGET the definition of daemon::mappings() and links the formats into it.
function(padchestd_register_formats target)
  set(includes "")
  set(entries "")
  foreach(format IN LISTS PADCHESTD_FORMATS)
    string(APPEND includes "#include \"${format}/mapping.h\"\n")
    string(APPEND entries "&${format}::mapping(), ")
    target_link_libraries(${target} PRIVATE padchestd_${format})
  endforeach()
  set(source ${CMAKE_BINARY_DIR}/generated/${target}/mappings.cpp)
  file(CONFIGURE OUTPUT ${source} CONTENT
"// Generated from PADCHESTD_FORMATS.
#include \"daemon/mappings.h\"

${includes}
namespace padchestd::daemon {

const clinical::Mappings& mappings() {
    static const clinical::Mappings all({${entries}});
    return all;
}

} // namespace padchestd::daemon
" @ONLY)
  target_sources(${target} PRIVATE ${source})
endfunction()
