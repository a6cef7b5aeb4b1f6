# Emscripten's own toolchain file, found through em-config, so that no machine's path stands here.
execute_process(COMMAND em-config EMSCRIPTEN_ROOT OUTPUT_VARIABLE root OUTPUT_STRIP_TRAILING_WHITESPACE
  COMMAND_ERROR_IS_FATAL ANY)
include(${root}/cmake/Modules/Platform/Emscripten.cmake)
# Debian keeps acorn beside Emscripten, not inside it. emit-tsd/tsc says what it is for.
set(CMAKE_CXX_LINKER_LAUNCHER ${CMAKE_COMMAND} -E env --modify PATH=path_list_prepend:${CMAKE_CURRENT_LIST_DIR}/emit-tsd
  --modify NODE_PATH=path_list_append:${root}/../nodejs)
