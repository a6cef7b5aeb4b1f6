#include "klikspor/replacement.hpp"

#include <catch2/catch.hpp>
#include <string>

#include "klikspor/segment.hpp"

using namespace klikspor;

TEST_CASE("what GSM-7 lacks is written as people type it without", "[replacement]") {
  const auto [text, replaced] = GENERATE(table<std::u16string, std::u16string>({
      {u"", u""},
      {u"Kære Åse, ÆØÅ æøå €", u"Kære Åse, ÆØÅ æøå €"},
      {u"“Hej” – sagde hun…", u"\"Hej\" - sagde hun..."},
      {u"l’été", u"l'été"},
      {u"Zoë Łukasz Żółć", u"Zoe Lukasz Zolc"},
      {u"ê â î ô û ç", u"e a i o u c"},
      {u"Ǿ ǽ ǚ", u"Ø æ ü"},
      {u"to\u00A0ord\u202Fog\u2009mere", u"to ord og mere"},
      {u"usyn\u200Blig\u00AD\uFEFF", u"usynlig"},
      {u"a\u030A A\u030A n\u0303 e\u0301", u"å Å ñ é"},
      {u"e\u0302 \u0142\u0301", u"e l"},
      {u"½ © ™ ×", u"1/2 (c) TM x"},
      {u"ﬁn ＡＢＣ", u"fin ABC"},
      {u"• et\n• to", u"- et\n- to"},
  }));
  CHECK(replace_characters(text) == replaced);
  CHECK(plan_segments(replace_characters(text)).encoding == Encoding::gsm7);
}

TEST_CASE("what has no like in GSM-7 stays as it is", "[replacement]") {
  const auto text =
      GENERATE(as<std::u16string>{}, u"🎉", u"Привет", u"你好", u"👨\u200D👩\u200D👧 hej", u"❤\uFE0F", u"и\u0306 и е\u0308",
               u"می\u200Cخواهم", u"\xD83C", u"\xDF89", std::u16string(1, u'\0'), u"\u001B");
  CHECK(replace_characters(text) == text);
  const auto offenders = explain_text(text);
  REQUIRE_FALSE(offenders.empty());
  CHECK_FALSE(offenders.front().replaceable);
}

TEST_CASE("every place is named once, in order, with its own code units", "[replacement]") {
  const std::u16string text = u"– a\u030A 🎉 –";
  const auto offenders = explain_text(text);
  REQUIRE(offenders.size() == 4);
  CHECK(offenders[0].start == 0);
  CHECK(offenders[0].end == 1);
  CHECK(offenders[1].start == 2);
  CHECK(offenders[1].end == 4);
  CHECK(offenders[1].replacement == u"å");
  CHECK(offenders[2].start == 5);
  CHECK(offenders[2].end == 7);
  CHECK_FALSE(offenders[2].replaceable);
  CHECK(offenders[3].start == 8);
}

TEST_CASE("a text has offenders exactly when it cannot travel as GSM-7", "[replacement]") {
  for (std::uint32_t unit = 0; unit <= 0xFFFF; ++unit) {
    const std::u16string text(1, static_cast<char16_t>(unit));
    const bool gsm7 = plan_segments(text).encoding == Encoding::gsm7;
    const auto offenders = explain_text(text);
    const bool replaceable = !offenders.empty() && offenders.front().replaceable;
    if (offenders.empty() != gsm7 ||
        (replaceable && plan_segments(replace_characters(text)).encoding != Encoding::gsm7)) {
      FAIL("U+" << std::hex << unit);
    }
  }
}
