// What belongs to the module as a whole. Each unit of the core has its own file beside this one.
#include <emscripten/bind.h>

// A number, for it is all of Embind that every download pays for: 10,000 × major + 100 × minor + patch.
EMSCRIPTEN_BINDINGS(klikspor_module) {
  emscripten::constant("coreVersion", KLIKSPOR_VERSION);
}
