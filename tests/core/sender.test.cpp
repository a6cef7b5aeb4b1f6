#include "klikspor/sender.hpp"

#include <string>

#include "catch2.hpp"

using klikspor::sender_form;
using klikspor::SenderForm;

TEST_CASE("a sender has the form that networks make of it", "[sender]") {
  using enum SenderForm;
  const auto [sender, form] = GENERATE(table<std::u16string, SenderForm>({
      {u"Barnets", name},
      {u"  Barnets V  ", name},
      {u"\u00A0abc\u00A0", name},
      {u"ab", too_short},
      {u"abc", name},
      {u"Elleve tegn", name},
      {u"Tolv tegn he", too_long},
      {u"Blåbærgrød", name_with_signs},
      {u"H&M", name_with_signs},
      {u"ΔΩΨ", name_with_signs},
      {u"[Shop]", outside_gsm7},
      {u"Shop€", outside_gsm7},
      {u"€€€", outside_gsm7},
      {u"Zoë", outside_gsm7},
      {u"Shop \U0001F389", outside_gsm7},
      {u"Łukasz og sønner A/S", outside_gsm7},
      {std::u16string(u"Ab\0c", 4), outside_gsm7},
      {std::u16string(1, char16_t{0xD83D}), outside_gsm7},
      {u"", empty},
      {u" \t\u00A0", empty},
      {u"1245", number},
      {u"+45 20 12 34 56", number},
      {u"+45\u00A020123456", number},
      {u"123", number},
      {u"12", number_length},
      {u"+", number_length},
      {u"123456789012345", number},
      {u"1234567890123456", number_length},
      {u"12-34", no_letter},
      {u"12+34", no_letter},
      {u"!?#", no_letter},
  }));
  CAPTURE(std::string(sender.begin(), sender.end()));
  CHECK(sender_form(sender) == form);
}
