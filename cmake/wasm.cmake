# Emscripten's own toolchain file, found through em-config, so that no machine's path stands here.
execute_process(COMMAND em-config EMSCRIPTEN_ROOT OUTPUT_VARIABLE root OUTPUT_STRIP_TRAILING_WHITESPACE
  COMMAND_ERROR_IS_FATAL ANY)
include(${root}/cmake/Modules/Platform/Emscripten.cmake)
if(EXISTS ${root}/../nodejs/acorn)  # Debian keeps acorn beside Emscripten, not inside it
  set(CMAKE_CXX_LINKER_LAUNCHER ${CMAKE_COMMAND} -E env NODE_PATH=${root}/../nodejs)
endif()
