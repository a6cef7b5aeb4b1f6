#include "klikspor/sender.hpp"

#include <string>

#include "catch2.hpp"

using namespace klikspor;

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

TEST_CASE("a sender is meant as a number or as a name", "[sender]") {
  const auto [sender, expected] = GENERATE(table<std::u16string, bool>({
      {u"12345", true},
      {u" +45 20 12 34 56 ", true},
      {u"12", true},
      {u"+", true},
      {u"+ 1", true},
      {std::u16string(16, u'1'), true},
      {u"", false},
      {u" ", false},
      {u"B12", false},
      {u"12-34", false},
      {u"1+2", false},
      {u"++1", false},
  }));
  CAPTURE(std::string(sender.begin(), sender.end()));
  CHECK(is_number(sender_form(sender)) == expected);
}

TEST_CASE("registers know a number however it is grouped, and a name as it is written", "[sender]") {
  CHECK(written_sender(u" +45 20 12 34\u00A056 ") == u"+4520123456");
  CHECK(written_sender(u"12 45") == u"1245");
  CHECK(written_sender(u" Barnets Verden ") == u"Barnets Verden");
  CHECK(written_sender(u"12 x") == u"12 x");
  CHECK(written_sender(u"").empty());
}

TEST_CASE("a plain name is close to the name, or there is none", "[sender]") {
  const auto [name, plain] = GENERATE(table<std::u16string, std::string>({
      {u"Barnets Verden", "BarnetsVerd"},
      {u"Blåbærgrød", "Blaabaergro"},
      {u"ÆBLET", "AeBLET"},
      {u"ÆØÅÄÖÜ", "AeOeAaAeOeU"},
      {u"Blåbær", "Blaabaer"},
      {u"Bla\u030Aba\u0308r", "Blaabaer"},
      {u"Zoë & co.", "Zoeco"},
      {u"Straße", "Strasse"},
      {u"àÇÉéèìÑñòù", "aCEeeiNnou"},
      {u"Œuvre", "OEuvre"},
      {u"Łódź", "Lodz"},
      {u"Phở Việt", "PhoViet"},
      {u"Ab© ½", "Ab"},
      {u"Shop \U0001F389", "Shop"},
      {u"А Кот b", "b"},
  }));
  CAPTURE(std::string(name.begin(), name.end()));
  const auto found = plain_name(name);
  REQUIRE(found);
  CHECK(*found == plain);
  CHECK(is_plain_name(std::u16string(found->begin(), found->end())));
}

TEST_CASE("of a name without Latin letters no plain name is left", "[sender]") {
  const auto name = GENERATE(as<std::u16string>{}, u"", u" ", u"Кот", u"12-34", u"\U0001F389", u"!?", u"1");
  CHECK_FALSE(plain_name(name));
}

TEST_CASE("plain names are 1 to 11 letters and digits", "[sender]") {
  CHECK_FALSE(is_plain_name(u""));
  CHECK(is_plain_name(u"a"));
  CHECK(is_plain_name(u"Elleve11111"));
  CHECK_FALSE(is_plain_name(u"Elleve111112"));
  CHECK_FALSE(is_plain_name(u"a b"));
  CHECK_FALSE(is_plain_name(u"é"));
}
