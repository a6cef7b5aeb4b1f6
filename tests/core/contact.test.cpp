#include "klikspor/contact.hpp"

#include <string>

#include "catch2.hpp"

using klikspor::build_contact;
using klikspor::ContactKind;
using klikspor::Errc;

namespace {
std::string plain(const std::u16string& text) {
  return {text.begin(), text.end()};
}
}  // namespace

TEST_CASE("a contact is a telephone number, an e-mail address or a form, finished", "[contact]") {
  using enum ContactKind;
  const auto [text, kind, value, href, shown] =
      GENERATE(table<std::u16string, ContactKind, std::string, std::string, std::string>({
          {u"70 12 34 56", telephone, "70 12 34 56", "tel:70123456", "70 12 34 56"},
          {u" +45 70-12.34/56 ", telephone, "+45 70 12 34 56", "tel:+4570123456", "+45 70 12 34 56"},
          {u"(+45) 70123456", telephone, "+45 70123456", "tel:+4570123456", "+45 70123456"},
          {u"0045 70123456", telephone, "+45 70123456", "tel:+4570123456", "+45 70123456"},
          {u"+49 (0)30 123456", telephone, "+49 30 123456", "tel:+4930123456", "+49 30 123456"},
          {u"(0)30 123456", telephone, "0 30 123456", "tel:030123456", "0 30 123456"},
          {u"+45\u00A070\u00A012", telephone, "+45 70 12", "tel:+457012", "+45 70 12"},
          {u"\u202A+45 70 12\u202C", telephone, "+45 70 12", "tel:+457012", "+45 70 12"},
          {u"112", telephone, "112", "tel:112", "112"},
          {u"123456789012345", telephone, "123456789012345", "tel:123456789012345", "123456789012345"},
          {u" Kontakt@Brand.dk ", email, "Kontakt@brand.dk", "mailto:Kontakt@brand.dk", "Kontakt@brand.dk"},
          {u"a.b+c@brand.dk", email, "a.b+c@brand.dk", "mailto:a.b%2Bc@brand.dk", "a.b+c@brand.dk"},
          {u"a%b?c&d@brand.dk", email, "a%b?c&d@brand.dk", "mailto:a%25b%3Fc%26d@brand.dk", "a%b?c&d@brand.dk"},
          {u"sms@børnetøj.dk", email, "sms@xn--brnetj-byae.dk", "mailto:sms@xn--brnetj-byae.dk", "sms@børnetøj.dk"},
          {u"brand.dk", form, "https://brand.dk/", "https://brand.dk/", "brand.dk"},
          {u"HTTPS://Brand.dk/kontakt?om=sms", form, "https://brand.dk/kontakt?om=sms",
           "https://brand.dk/kontakt?om=sms", "brand.dk/kontakt?om=sms"},
          {u"børnetøj.dk:8443/a", form, "https://xn--brnetj-byae.dk:8443/a", "https://xn--brnetj-byae.dk:8443/a",
           "børnetøj.dk:8443/a"},
          {u"medium.com/@brand", form, "https://medium.com/@brand", "https://medium.com/@brand", "medium.com/@brand"},
      }));
  CAPTURE(plain(text));
  const auto contact = build_contact(text);
  REQUIRE(contact.has_value());
  CHECK(contact->kind == kind);
  CHECK(contact->value == value);
  CHECK(contact->href == href);
  CHECK(contact->shown == shown);

  const auto again = build_contact(std::u16string(value.begin(), value.end()));
  REQUIRE(again.has_value());
  CHECK(again->value == value);
  CHECK(again->href == href);
  CHECK(again->shown == shown);
}

TEST_CASE("what is no contact is refused with its reason", "[contact]") {
  const auto [text, error] = GENERATE(table<std::u16string, Errc>({
      {u"", Errc::contact},
      {u"  ", Errc::contact},
      {u"kundeservice", Errc::contact},
      {u"Ring til os. Tak", Errc::contact},
      {u"+", Errc::contact},
      {u"12", Errc::telephone},
      {u"1234567890123456", Errc::telephone},
      {u"70+12 34 56", Errc::telephone},
      {u"++4570123456", Errc::telephone},
      {u"@brand.dk", Errc::email},
      {u".a@brand.dk", Errc::email},
      {u"a..b@brand.dk", Errc::email},
      {u"a.@brand.dk", Errc::email},
      {u"a@b@brand.dk", Errc::email},
      {u"bjørn@brand.dk", Errc::email},
      {u"mailto:a@brand.dk", Errc::email},
      {std::u16string(65, u'a') + u"@brand.dk", Errc::email},
      {u"a.b@", Errc::no_host},
      {u"a.b@brand", Errc::host_no_dot},
      {u"a@brand..dk", Errc::host_syntax},
      {u"http://brand.dk/kontakt", Errc::not_https},
      {u"ftp://brand.dk", Errc::bad_scheme},
      {u"bit.ly/kontakt", Errc::public_shortener},
      {u"javascript:alert.a", Errc::bad_scheme},
      {u"brand.dk/{{navn}}", Errc::merge_field_in_link},
      {std::u16string(u"brand.dk/\0x", 11), Errc::control_character},
      {std::u16string(u"brand.dk/") + char16_t{0xD800}, Errc::lone_surrogate},
      {u"brand.dk/" + std::u16string(3000, u'a'), Errc::too_long},
  }));
  CAPTURE(plain(text));
  const auto contact = build_contact(text);
  REQUIRE_FALSE(contact.has_value());
  CHECK(klikspor::name_of(contact.error()) == klikspor::name_of(error));
}

TEST_CASE("a local part of 64 octets and an address of 254 are the longest", "[contact]") {
  CHECK(build_contact(std::u16string(64, u'a') + u"@brand.dk").has_value());
  std::u16string host;
  for (int label = 0; label < 4; ++label) host += std::u16string(60, u'b') + u".";
  host += u"dk";  // 246
  CHECK(build_contact(u"aaaaaaa@" + host).has_value());
  CHECK_FALSE(build_contact(u"aaaaaaaa@" + host).has_value());
}
