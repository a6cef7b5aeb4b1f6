// Recipients held in the core's memory. `js/fast-lane.ts` makes `append` of `appendValues`.
#include "klikspor/recipient_list.hpp"

#include "convert.hpp"

namespace klikspor::door {
namespace {

constexpr double most_columns = 1000;

val create_recipient_list(const val& columns) {
  Reader reader;
  auto names = reader.texts("columns", columns);
  (void)reader.whole<std::size_t>("columns.length", static_cast<double>(names.size()), 1, most_columns);
  if (reader.refused()) return reader.error();
  return made<RecipientList>(std::move(names));
}

std::uint32_t size_of(const RecipientList& list) {
  return list.size();
}

std::size_t columns_of(const RecipientList& list) {
  return list.columns().size();
}

/// Values one behind the other, row by row, as a Uint16Array, and the length of each.
val append_values(RecipientList& list, const val& values, const val& lengths) {
  static_assert(sizeof(char16_t) == sizeof(std::uint16_t));
  std::u16string units(values["length"].as<std::size_t>(), u'\0');
  val(emscripten::typed_memory_view(units.size(), reinterpret_cast<std::uint16_t*>(units.data())))
      .call<void>("set", values);
  if (list.append(units, emscripten::convertJSArrayToNumberVector<std::uint32_t>(lengths))) return val::undefined();
  return range_error("the list would hold more than 4,294,967,295 code units");
}

}  // namespace

EMSCRIPTEN_BINDINGS(recipient_list) {
  emscripten::class_<RecipientList>("RecipientList")
      .smart_ptr<Held<RecipientList>>("RecipientList")
      .property("size", &size_of)
      .property("columns", &columns_of)
      .function("appendValues", &append_values);
  emscripten::function("createRecipientList", &create_recipient_list);
}

}  // namespace klikspor::door
