// The way out that a message names, and the words that take it.
#include "klikspor/opt_out.hpp"

#include "convert.hpp"

namespace klikspor::door {
namespace {

bool is_keyword(const std::u16string& text) {
  return is_opt_out_keyword(text);
}

val instruction(const std::u16string& message) {
  return nullable(find_opt_out_instruction(message));
}

bool names_way_out(const std::u16string& url) {
  return names_opt_out(url);
}

}  // namespace

EMSCRIPTEN_BINDINGS(opt_out) {
  ValueObject<OptOutInstruction>("OptOutInstruction")
      .field("start", &OptOutInstruction::start)
      .field("end", &OptOutInstruction::end)
      .field("toNumber", &OptOutInstruction::to_number);
  emscripten::function("isOptOutKeyword", &is_keyword);
  emscripten::function("findOptOutInstruction", &instruction);
  emscripten::function("namesOptOut", &names_way_out);
}

}  // namespace klikspor::door
