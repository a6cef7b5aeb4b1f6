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

bool is_keyword(const std::u16string& text) {
  return is_opt_out_keyword(text);
}

}  // namespace

EMSCRIPTEN_BINDINGS(sender) {
  emscripten::function("senderForm", &form);
  emscripten::function("buildContact", &contact);
  emscripten::function("isOptOutKeyword", &is_keyword);
}

}  // namespace klikspor::door
