// What every module says of itself.
#include "convert.hpp"

EMSCRIPTEN_BINDINGS(module) {
  emscripten::constant("version", std::string(KLIKSPOR_VERSION));
}
