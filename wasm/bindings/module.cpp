// What belongs to the module as a whole. Each unit of the core has its own file beside this one.
#include <emscripten/emscripten.h>

extern "C" {

EMSCRIPTEN_KEEPALIVE const char* coreVersion() {
  return "0.1.0";
}

}  // extern "C"
