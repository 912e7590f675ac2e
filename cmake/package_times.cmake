# Read by cpack: files of the package bear the time of the last commit, so that two builds give one hash. SOURCE_DATE_EPOCH
# decides where it is set, and where there is no commit (a tarball) the change log's own time.
if(NOT DEFINED ENV{SOURCE_DATE_EPOCH})
  execute_process(COMMAND git -C ${CPACK_PADCHESTD_SOURCE_DIR} log -1 --format=%ct OUTPUT_VARIABLE time OUTPUT_STRIP_TRAILING_WHITESPACE
                  ERROR_QUIET)
  if(NOT time)
    file(TIMESTAMP ${CPACK_PADCHESTD_SOURCE_DIR}/CHANGELOG.md time "%s" UTC)
  endif()
  set(ENV{SOURCE_DATE_EPOCH} ${time})
endif()
