# What the npm package holds, wasm/dist: the modules with their glue made small, loaders and command line by the TypeScript
# compiler, and data. Target klikspor_package makes all of it, each file when what it is made from has changed.
set(package_dir ${PROJECT_SOURCE_DIR}/wasm/dist)
set(package_tools ${PROJECT_SOURCE_DIR}/node_modules/.bin)
foreach(tool terser tsc)
  if(NOT EXISTS ${package_tools}/${tool})
    message(FATAL_ERROR "${tool} is not in node_modules. Run: npm ci")
  endif()
endforeach()
# Node of the lock: the system's may be too old to read TypeScript.
find_program(KLIKSPOR_NODE node NO_CMAKE_FIND_ROOT_PATH HINTS ${package_tools} REQUIRED)

function(klikspor_package_file)
  set_property(GLOBAL APPEND PROPERTY KLIKSPOR_PACKAGE_FILES ${ARGN})
endfunction()

# A module of the package, an executable target: Emscripten without Closure leaves its glue with long names and functions
# that nothing calls. Where Emscripten can, it writes the types of what Embind binds to NAME.d.ts in the build folder, for
# the test that compares them with those written by hand.
function(klikspor_package_module target)
  add_custom_command(TARGET ${target} POST_BUILD
    COMMAND ${KLIKSPOR_NODE} ${package_tools}/terser $<TARGET_FILE:${target}> --module --compress passes=2 --mangle
      --output $<TARGET_FILE:${target}>
    VERBATIM)
  get_target_property(name ${target} OUTPUT_NAME)
  if(EMSCRIPTEN_VERSION VERSION_GREATER_EQUAL 3.1.60)
    target_link_options(${target} PRIVATE "SHELL:--emit-tsd ${CMAKE_BINARY_DIR}/${name}.d.ts")
  endif()
  klikspor_package_file(${package_dir}/${name}.mjs ${package_dir}/${name}.wasm)
  set_property(GLOBAL APPEND PROPERTY KLIKSPOR_PACKAGE_MODULES ${target})
endfunction()

# klikspor_package_data(SCRIPT OUTPUT file... FROM source...): what scripts/SCRIPT.ts writes, and from what.
function(klikspor_package_data script)
  cmake_parse_arguments(PARSE_ARGV 1 data "" "" "OUTPUT;FROM")
  list(TRANSFORM data_OUTPUT PREPEND ${package_dir}/)
  list(TRANSFORM data_FROM PREPEND ${PROJECT_SOURCE_DIR}/)
  add_custom_command(OUTPUT ${data_OUTPUT}
    COMMAND ${KLIKSPOR_NODE} scripts/${script}.ts
    DEPENDS ${data_FROM} ${PROJECT_SOURCE_DIR}/scripts/${script}.ts ${PROJECT_SOURCE_DIR}/scripts/generated.ts
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR} COMMENT "Writing what scripts/${script}.ts makes" VERBATIM)
  klikspor_package_file(${data_OUTPUT})
endfunction()

# klikspor_package_typescript(PROJECT FROM folder SOURCES folder...): what PROJECT/tsconfig.json makes of the .ts
# files in the folders. A file of the folder FROM lands in wasm/dist.
function(klikspor_package_typescript project)
  cmake_parse_arguments(PARSE_ARGV 1 package "" "FROM" "SOURCES")
  file(GLOB public_types CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/wasm/*.d.ts)
  foreach(folder IN LISTS package_SOURCES)
    file(GLOB_RECURSE found CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${folder}/*.ts ${PROJECT_SOURCE_DIR}/${folder}/*.d.mts)
    list(APPEND sources ${found})
  endforeach()
  foreach(source IN LISTS sources)
    if(NOT source MATCHES "\\.d\\.m?ts$")
      file(RELATIVE_PATH output ${PROJECT_SOURCE_DIR}/${package_FROM} ${source})
      string(REGEX REPLACE "\\.ts$" ".js" output ${output})
      list(APPEND outputs ${package_dir}/${output})
    endif()
  endforeach()
  add_custom_command(OUTPUT ${outputs}
    COMMAND ${KLIKSPOR_NODE} ${package_tools}/tsc -p ${project}/tsconfig.json --noEmitOnError
    DEPENDS ${sources} ${public_types} ${PROJECT_SOURCE_DIR}/${project}/tsconfig.json ${PROJECT_SOURCE_DIR}/tsconfig.base.json
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR} COMMENT "Compiling the package's TypeScript of ${project}/" VERBATIM)
  klikspor_package_file(${outputs})
endfunction()

# Last: the target, and an end to what a source that is gone had been made to, which would be packed with the rest.
function(klikspor_package)
  get_property(files GLOBAL PROPERTY KLIKSPOR_PACKAGE_FILES)
  get_property(modules GLOBAL PROPERTY KLIKSPOR_PACKAGE_MODULES)
  file(GLOB_RECURSE there ${package_dir}/*)
  if(there)
    list(REMOVE_ITEM there ${files})
  endif()
  if(there)
    file(REMOVE ${there})
  endif()
  list(FILTER files EXCLUDE REGEX "\\.(mjs|wasm)$")
  # Two targets: what is written in TypeScript need not wait for the C++, as files of one target would.
  add_custom_target(klikspor_package_files DEPENDS ${files})
  add_custom_target(klikspor_package)
  add_dependencies(klikspor_package klikspor_package_files ${modules})
endfunction()
