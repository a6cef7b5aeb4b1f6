// Who a message comes from, and how its recipients answer.
#include "klikspor/sender.hpp"

#include "convert.hpp"
#include "klikspor/contact.hpp"
#include "klikspor/opt_out.hpp"

namespace klikspor::door {
namespace {

constexpr auto form_names = names<SenderForm>("number", "name", "name-with-signs", "empty", "number-length",
                                              "outside-gsm7", "no-letter", "too-short", "too-long");
constexpr auto contact_names = names<ContactKind>("telephone", "email", "form");

val form(const std::u16string& sender) {
  return form_names(sender_form(sender));
}

val contact(const std::u16string& written) {
  const auto done = build_contact(written);
  if (!done) return refused(done.error());
  return accepted()
      .set("kind", contact_names(done->kind))
      .set("value", text(done->value))
      .set("href", text(done->href))
      .set("shown", text(done->shown));
}

val written(const std::u16string& sender) {
  return text(written_sender(sender));
}

val plain(const std::u16string& name) {
  const auto found = plain_name(name);
  return found ? text(*found) : val::null();
}

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

EMSCRIPTEN_BINDINGS(sender) {
  emscripten::value_object<OptOutInstruction>("OptOutInstruction")
      .field("start", &OptOutInstruction::start)
      .field("end", &OptOutInstruction::end)
      .field("toNumber", &OptOutInstruction::to_number);
  emscripten::function("senderForm", &form);
  emscripten::function("writtenSender", &written);
  emscripten::function("plainName", &plain);
  emscripten::function("buildContact", &contact);
  emscripten::function("isOptOutKeyword", &is_keyword);
  emscripten::function("findOptOutInstruction", &instruction);
  emscripten::function("namesOptOut", &names_way_out);
}

}  // namespace klikspor::door
