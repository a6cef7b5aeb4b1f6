#include "convert.hpp"
#include "klikspor/report.hpp"

EMSCRIPTEN_BINDINGS(sample_size) {
  emscripten::function("sampleSize", &klikspor::sample_size);
}
