# padchestd_embed_page(TARGET FOLDER SYMBOL)
#
# Builds FOLDER's page (build.mjs: style, chart library and modules in one HTML file) and links it into TARGET as SYMBOL.
# Nothing is downloaded here: the chart library comes from FOLDER/node_modules, which scripts/setup fills by `npm ci`. Where
# it is missing the build stops and says so.
function(padchestd_embed_page target folder symbol)
  find_program(NODE NAMES node nodejs)
  set(page ${CMAKE_BINARY_DIR}/generated/${target}/page.html)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${folder}/src/*.js)
  set(library ${folder}/node_modules/plotly.js-cartesian-dist-min/plotly-cartesian.min.js)
  if(NOT EXISTS ${library})
    set(library "")
  endif()
  if(NODE)
    set(command ${NODE} ${folder}/build.mjs ${page})
  else()
    set(command ${CMAKE_COMMAND} -E echo "node is needed to build the dashboard's page: run scripts/setup, then configure again"
                COMMAND ${CMAKE_COMMAND} -E false)
  endif()
  add_custom_command(OUTPUT ${page} COMMAND ${command}
    DEPENDS ${sources} ${library} ${folder}/build.mjs ${folder}/page.html ${folder}/style.css ${folder}/package-lock.json
    COMMENT "Building the dashboard's page" VERBATIM)
  padchestd_embed_file(${target} ${symbol} ${page})
endfunction()
