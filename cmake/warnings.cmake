# klikspor_warnings: link it PRIVATE to every target of our own.
# Without -Wnull-dereference: g++ 12 sees null behind every tested `*result`.
add_library(klikspor_warnings INTERFACE)
target_compile_options(klikspor_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
  -Wnon-virtual-dtor -Woverloaded-virtual -Wimplicit-fallthrough -Wswitch-enum
  $<$<BOOL:${KLIKSPOR_WERROR}>:-Werror>)
