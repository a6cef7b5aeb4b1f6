// Embind registers some forty types at every start and asks RTTI for the name of a type it does not know. klikspor
// hands over one `int` by Embind (module.cpp) and all else as numbers, so this file stands in for Emscripten's own
// registration and keeps 4 kB from every download. CMakeLists.txt says for which Emscripten.
#include <emscripten/bind.h>
#include <emscripten/emscripten.h>

#include <climits>
#include <cstdlib>
#include <typeinfo>

// NOLINTBEGIN(bugprone-reserved-identifier): the names are Emscripten's.
extern "C" {

// Asked only when a type is unknown, which would be a bug in module.cpp.
EMSCRIPTEN_KEEPALIVE const char* __getTypeName(const std::type_info* /*type*/) {
  std::abort();
}

EMSCRIPTEN_KEEPALIVE __attribute__((constructor)) void __embind_register_native_and_builtin_types() {
  using namespace emscripten::internal;
  _embind_register_integer(TypeID<int>::get(), "int", sizeof(int), INT_MIN, INT_MAX);
}

}  // extern "C"
// NOLINTEND(bugprone-reserved-identifier)
