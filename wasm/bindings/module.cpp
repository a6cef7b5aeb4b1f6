// What belongs to the module as a whole. Each unit of the core has its own file beside this one.
#include <emscripten/bind.h>

#include <string>

namespace {
std::string core_version() {
  return "0.1.0";
}
}  // namespace

EMSCRIPTEN_BINDINGS(klikspor_module) {
  emscripten::function("coreVersion", &core_version);
}
