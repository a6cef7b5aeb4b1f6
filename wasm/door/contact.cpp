// Where recipients reach a sender that takes no answers.
#include "klikspor/contact.hpp"

#include "convert.hpp"

namespace klikspor::door {
namespace {

constexpr auto contact_names = names<ContactKind>("telephone", "email", "form");

val contact(const std::u16string& written) {
  const auto done = build_contact(written);
  if (!done) return refused(done.error());
  return accepted()
      .set("kind", contact_names(done->kind))
      .set("value", text(done->value))
      .set("href", text(done->href))
      .set("shown", text(done->shown));
}

}  // namespace

EMSCRIPTEN_BINDINGS(contact) {
  emscripten::function("buildContact", &contact);
}

}  // namespace klikspor::door
