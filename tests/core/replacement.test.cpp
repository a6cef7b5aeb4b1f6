#include "klikspor/replacement.hpp"

#include <iterator>
#include <random>
#include <string>

#include "catch2.hpp"
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
      {u"man\u0303ana", u"mañana"},
      {u"c\u0327a C\u0327a", u"ca Ça"},
      {u"n\u0323\u0303 n\u0303\u0323", u"ñ ñ"},  // marks in any order
      {u"a\u0323\u0302 \u1EAD \u1EA1\u0302 \u00E2\u0323", u"a a a a"},
      {u"\u01D8 u\u0308\u0301 \u00FC\u0301", u"ü ü ü"},
      {u"\u1EA7 a\u0302\u0300", u"à à"},
      {u"\u2126 \u212B \u212A \u2206 \u2211 \u220F", u"Ω Å K Δ Σ Π"},
      {u"™ № ℡ ⅓ Ⅳ", u"TM No TEL 1/3 IV"},
      {u"©\uFE0F ™\uFE0F 1\uFE0F", u"(c) TM 1"},
      {u"\u0301a 1\u0301", u"a 1"},
  }));
  CHECK(replace_characters(text) == replaced);
  CHECK(plan_segments(replace_characters(text)).encoding == Encoding::gsm7);
}

TEST_CASE("what has no like in GSM-7 stays as it is", "[replacement]") {
  const auto text =
      GENERATE(as<std::u16string>{}, u"🎉", u"Привет", u"你好", u"👨\u200D👩\u200D👧 hej", u"❤\uFE0F", u"и\u0306 и е\u0308",
               u"1\uFE0F\u20E3", u"#\uFE0F\u20E3 *\uFE0F\u20E3 0\u20E3", u"℃", u"\U0001F44D\U0001F3FD",

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
  CHECK(offenders[1].replacement() == u"å");
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

TEST_CASE("what people see as one character is one offender", "[replacement]") {
  const auto [text, code_point] = GENERATE(table<std::u16string, char32_t>({
      {u"e\u0302", 0x0302},  // e is in GSM-7; its mark is not
      {u"ê", 0x00EA},
      {u"a\u0323\u0302", 0x0323},
      {u"ł\u0301", 0x0142},
      {u"и\u0306", 0x0438},
      {u"7\uFE0F\u20E3", 0x20E3},
      {u"❤\uFE0F", 0x2764},
      {u"👨\u200D👩\u200D👧", 0x1F468},
      {u"\U0001F44D\U0001F3FD", 0x1F44D},
      {u"\U0001F1E9\U0001F1F0", 0x1F1E9},
      {u"\xD83C", 0xD83C},
  }));
  const auto offenders = explain_text(u"ab" + text + u"b");
  REQUIRE(offenders.size() == 1);
  CHECK(offenders[0].start == 2);
  CHECK(offenders[0].end == 2 + text.size());
  CHECK(offenders[0].code_point == code_point);
}

TEST_CASE("the tables a message may use decide what is replaced in it", "[replacement]") {
  SegmentOptions turkish;
  turkish.allowed_single = 1U << 1U;
  CHECK(explain_text(u"Şişli ğ ı").size() == 4);
  CHECK(explain_text(u"Şişli ğ ı", turkish).empty());
  CHECK(replace_characters(u"Şişli", turkish) == u"Şişli");
  // Only what the table lacks is replaced; what it has is composed.
  CHECK(replace_characters(u"Şişli – s\u0327i", turkish) == u"Şişli - şi");
  CHECK(replace_characters(u"“Şişli” 🎉", turkish) == u"\"Şişli\" 🎉");
  // Nothing of it is Turkish: the default tables explain it as well.
  CHECK(replace_characters(u"Zoë á", turkish) == u"Zoe a");

  SegmentOptions either = turkish;
  either.allowed_single |= 1U << 2U;  // Spanish
  CHECK(replace_characters(u"á í ó ş –", either) == u"á í ó s -");
  CHECK(replace_characters(u"ş ğ ı á –", either) == u"ş ğ ı a -");

  SegmentOptions forced;
  forced.tables = NationalTables{0, 2};
  CHECK(replace_characters(u"á ş", forced) == u"á s");
  forced.tables = NationalTables{13, 13};  // Urdu: what is not in the pair is no replacement
  for (const Offender& offender : explain_text(u"“é–™ ½ ☃”", forced)) {
    if (!offender.replaceable) continue;
    CHECK(plan_segments(offender.replacement(), forced).encoding == Encoding::gsm7);
  }

  SegmentOptions ucs2;
  ucs2.force_ucs2 = true;
  CHECK(explain_text(u"Zoë", ucs2).empty());
  CHECK(replace_characters(u"Zoë", ucs2) == u"Zoë");
}

TEST_CASE("a line end takes no keycap", "[replacement]") {
  const auto offenders = explain_text(u"a\r\u20E3");
  REQUIRE(offenders.size() == 1);
  CHECK(offenders[0].start == 2);
  CHECK_FALSE(offenders[0].replaceable);
}

TEST_CASE("offenders stand in order, apart, and replacing twice is replacing once", "[replacement]") {
  const std::u16string pieces[] = {
      u"a",      u"e", u"1", u"\u0301", u"\u0323", u"\u0303", u"\uFE0F", u"\u20E3", u"\u200D", u"\u200B", u"\xD83D",
      u"\xDE00", u"ş", u"“", u"и",      u"Ａ",     u"\u1EAD", u"👍",      u"\xD83C", u"\u093F", u"{",      u"\r\n"};
  std::mt19937 random(3);  // NOLINT: the same texts each time
  for (int round = 0; round < 4000; ++round) {
    std::u16string text;
    for (std::size_t n = 1 + random() % 12; n > 0; --n) text += pieces[random() % std::size(pieces)];
    SegmentOptions options;
    if (round % 2 != 0) options.allowed_single = static_cast<std::uint16_t>(random() % 0x4000);
    if (round % 5 == 0) options.tables = NationalTables{static_cast<std::uint8_t>(random() % 14), 1};
    std::uint32_t end = 0;
    bool kept = false;
    for (const Offender& offender : explain_text(text, options)) {
      REQUIRE(offender.start >= end);
      REQUIRE(offender.end > offender.start);
      end = offender.end;
      kept = kept || !offender.replaceable;
    }
    REQUIRE(end <= text.size());
    const auto replaced = replace_characters(text, options);
    std::string shown;
    for (const char16_t unit : text) shown += std::to_string(unit) + " ";
    CAPTURE(shown, round);
    REQUIRE(replace_characters(replaced, options) == replaced);
    REQUIRE((plan_segments(replaced, options).encoding == Encoding::gsm7) == !kept);
  }
}
