// Fields of CSV files.
#include "klikspor/csv.hpp"

#include "convert.hpp"

namespace klikspor::door {
namespace {

val csv_field(const std::u16string& value, const val& separator, bool is_exact) {
  constexpr std::array<std::string_view, 2> separators = {",", ";"};
  Reader reader;
  const auto chosen = reader.index("separator", separator, separators);
  if (reader.refused()) return reader.error();
  std::string out;
  append_csv_field(out, utf8(value), separators[chosen][0], !is_exact);
  return text(out);
}
val field_for_anybody(const std::u16string& value, const val& separator) {
  return csv_field(value, separator, false);
}

}  // namespace

EMSCRIPTEN_BINDINGS(csv) {
  emscripten::function("csvField", &field_for_anybody);
  emscripten::function("csvField", &csv_field);
}

}  // namespace klikspor::door
