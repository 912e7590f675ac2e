# Installation and the Debian package: `cpack -G DEB` in the build folder, or `cmake --install` with DESTDIR.
#
# Pages and completions come from the program itself, which knows its commands and keys. Two builds of a commit give one hash
# (scripts/check-reproducible): times are the last commit's, and no path of the clone is in the program.

set(package ${CMAKE_BINARY_DIR}/package)
set(package_share ${CMAKE_SOURCE_DIR}/packaging/debian)
file(MAKE_DIRECTORY ${package})

function(padchestd_generated kind file)
  add_custom_command(OUTPUT ${package}/${file}
    COMMAND sh -c "\"$0\" documentation \"$1\" >\"$2\"" $<TARGET_FILE:padchestd> ${kind} ${package}/${file}
    DEPENDS padchestd VERBATIM COMMENT "Writing ${file}")
  set_property(DIRECTORY APPEND PROPERTY padchestd_generated_files ${package}/${file})
endfunction()

padchestd_generated(man padchestd.1)
padchestd_generated(man-configuration padchestd.yaml.5)
padchestd_generated(bash padchestd.bash)
padchestd_generated(zsh _padchestd)
padchestd_generated(fish padchestd.fish)

string(CONCAT debian_changelog "padchestd (${PROJECT_VERSION}-1) unstable; urgency=medium\n\n"
  "  * See /usr/share/doc/padchestd/changelog.gz.\n\n"
  " -- the padchestd authors <padchestd@example.org>  Wed, 25 Nov 2026 12:00:00 +0000\n")
file(CONFIGURE OUTPUT ${package}/changelog.Debian CONTENT "${debian_changelog}" @ONLY)

foreach(page padchestd.1 padchestd.yaml.5)
  add_custom_command(OUTPUT ${package}/${page}.gz COMMAND gzip -9nkf ${package}/${page} DEPENDS ${package}/${page} VERBATIM)
  set_property(DIRECTORY APPEND PROPERTY padchestd_generated_files ${package}/${page}.gz)
endforeach()
add_custom_command(OUTPUT ${package}/changelog.gz
  COMMAND sh -c "gzip -9nc \"$0\" >\"$1\"" ${CMAKE_SOURCE_DIR}/CHANGELOG.md ${package}/changelog.gz
  DEPENDS ${CMAKE_SOURCE_DIR}/CHANGELOG.md VERBATIM)
add_custom_command(OUTPUT ${package}/changelog.Debian.gz
  COMMAND sh -c "gzip -9nc \"$0\" >\"$1\"" ${package}/changelog.Debian ${package}/changelog.Debian.gz
  DEPENDS ${package}/changelog.Debian VERBATIM)
add_custom_command(OUTPUT ${package}/padchestd.spdx.json
  COMMAND sh -c "\"$0\" \"$1\" \"$2\" >\"$3\"" ${CMAKE_SOURCE_DIR}/scripts/sbom $<TARGET_FILE:padchestd> ${PROJECT_VERSION}
          ${package}/padchestd.spdx.json
  DEPENDS padchestd ${CMAKE_SOURCE_DIR}/scripts/sbom VERBATIM COMMENT "Writing padchestd.spdx.json")
get_property(generated DIRECTORY PROPERTY padchestd_generated_files)
# Beside the program in `all`, so that cpack finds them.
add_custom_target(package_files ALL DEPENDS ${generated} ${package}/changelog.gz ${package}/changelog.Debian.gz
  ${package}/padchestd.spdx.json)

# Also after a build of the program alone.
install(CODE "execute_process(COMMAND \"${CMAKE_COMMAND}\" --build \"${CMAKE_BINARY_DIR}\" --target package_files
  OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)")
install(FILES ${package}/padchestd.1.gz DESTINATION share/man/man1)
install(FILES ${package}/padchestd.yaml.5.gz DESTINATION share/man/man5)
install(FILES ${package}/padchestd.bash DESTINATION share/bash-completion/completions RENAME padchestd)
install(FILES ${package}/_padchestd DESTINATION share/zsh/vendor-completions)
install(FILES ${package}/padchestd.fish DESTINATION share/fish/vendor_completions.d)
install(FILES ${package}/changelog.gz ${package}/changelog.Debian.gz ${package}/padchestd.spdx.json NOTICE
              ${package_share}/copyright DESTINATION share/doc/padchestd)
install(FILES ${package_share}/doc-base DESTINATION share/doc-base RENAME padchestd)
file(GLOB pages ${CMAKE_SOURCE_DIR}/docs/*.md)
install(FILES ${pages} DESTINATION share/doc/padchestd/docs)
file(GLOB monitoring ${CMAKE_SOURCE_DIR}/config/monitoring/*)
install(FILES ${monitoring} DESTINATION share/padchestd/monitoring)
install(FILES systemd/padchestd.service DESTINATION lib/systemd/system)
install(FILES systemd/padchestd-tcp.conf DESTINATION share/padchestd/systemd RENAME tcp.conf)
install(FILES systemd/padchestd.sysusers.conf DESTINATION lib/sysusers.d RENAME padchestd.conf)
install(FILES systemd/padchestd.tmpfiles.conf DESTINATION lib/tmpfiles.d RENAME padchestd.conf)
install(FILES systemd/padchestd.logrotate DESTINATION /etc/logrotate.d RENAME padchestd)
install(FILES config/package.yaml DESTINATION /etc/padchestd RENAME padchestd.yaml)
install(FILES config/padchestd.yaml config/quality.yaml DESTINATION share/doc/padchestd/examples)

file(STRINGS /etc/os-release os_version REGEX "^VERSION_ID=")
string(REGEX REPLACE "[^0-9.]" "" os_version "${os_version}")

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME padchestd)
set(CPACK_PACKAGE_CONTACT "the padchestd authors <padchestd@example.org>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "ingestion daemon for the PadChest chest X-ray feed")
set(CPACK_SET_DESTDIR ON)
set(CPACK_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE "1~deb${os_version}")
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"A daemon that keeps a clinical store in Postgres up to date with a growing
PadChest feed (chest X-ray studies with their reports and labels), lets a star
schema follow, and writes a dashboard. Rows and checkpoint commit in one
transaction, so that a crash loses and doubles nothing.")
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "systemd, postgresql-client, logrotate")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "postgresql, prometheus-node-exporter")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${package_share}/postinst ${package_share}/prerm ${package_share}/postrm
    ${package_share}/conffiles)
set(CPACK_PROJECT_CONFIG_FILE ${CMAKE_SOURCE_DIR}/cmake/package_times.cmake)
set(PADCHESTD_SOURCE_DIR ${CMAKE_SOURCE_DIR})
set(CPACK_PADCHESTD_SOURCE_DIR ${CMAKE_SOURCE_DIR})
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ
    WORLD_EXECUTE)
include(CPack)
