# `cmake --install`: what a C++ user gets by find_package(klikspor), the target klikspor::core with its headers. Boost is
# not among it: kliksporConfig.cmake looks for the user's own.
include(CMakePackageConfigHelpers)
set(config_dir ${CMAKE_INSTALL_LIBDIR}/cmake/klikspor)

set_target_properties(klikspor_core PROPERTIES EXPORT_NAME core)
install(TARGETS klikspor_core boost_url boost_headers klikspor_sanitizers EXPORT klikspor)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/core/include/klikspor DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT klikspor NAMESPACE klikspor:: FILE kliksporTargets.cmake DESTINATION ${config_dir})
configure_package_config_file(cmake/kliksporConfig.cmake.in ${CMAKE_BINARY_DIR}/kliksporConfig.cmake
  INSTALL_DESTINATION ${config_dir} NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(${CMAKE_BINARY_DIR}/kliksporConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/kliksporConfig.cmake ${CMAKE_BINARY_DIR}/kliksporConfigVersion.cmake
  DESTINATION ${config_dir})
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DATADIR}/licenses/klikspor)

if(BUILD_TESTING)
  add_test(NAME "a C++ project finds klikspor where it was installed"
    COMMAND ${CMAKE_COMMAND} -DBUILD=${CMAKE_BINARY_DIR} -DGENERATOR=${CMAKE_GENERATOR} -DCOMPILER=${CMAKE_CXX_COMPILER}
      -P ${PROJECT_SOURCE_DIR}/tests/consumer/try.cmake)
endif()
