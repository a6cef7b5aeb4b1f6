// What browsers take out of addresses.
#include "klikspor/stripped_parameters.hpp"

#include "convert.hpp"

namespace klikspor::door {
namespace {

bool is_stripped_name(const std::u16string& parameter) {
  return is_stripped(parameter);
}
val stripped_names(const std::u16string& url) {
  return array(stripped_parameters(url), [](const std::u16string& name) { return text(name); });
}
val clean(const std::u16string& url) {
  return text(without_stripped(url));
}

}  // namespace

EMSCRIPTEN_BINDINGS(stripped_parameters) {
  emscripten::function("isStrippedParameter", &is_stripped_name);
  emscripten::function("strippedParameters", &stripped_names);
  emscripten::function("withoutStripped", &clean);
}

}  // namespace klikspor::door
