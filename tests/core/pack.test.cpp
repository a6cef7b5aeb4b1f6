#include "klikspor/pack.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "catch2.hpp"

using namespace klikspor;

namespace {

/// The octets of a segment as people write them.
std::string hex(const PackedSegment& segment) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string text;
  for (std::uint32_t i = 0; i < segment.size; ++i) {
    text += digits[segment.octets[i] >> 4];
    text += digits[segment.octets[i] & 15];
  }
  return text;
}

PackedSegment segment_of(std::string_view digits, std::uint8_t length, Encoding encoding, bool has_header) {
  PackedSegment segment;
  const auto value = [](char digit) { return digit <= '9' ? digit - '0' : digit - 'A' + 10; };
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    segment.octets[segment.size++] = static_cast<std::uint8_t>(value(digits[i]) * 16 + value(digits[i + 1]));
  }
  segment.length = length;
  segment.encoding = encoding;
  segment.has_header = has_header;
  return segment;
}
PackedSegment gsm7(std::string_view digits, std::uint8_t length, bool has_header = false) {
  return segment_of(digits, length, Encoding::gsm7, has_header);
}
PackedSegment ucs2(std::string_view digits, std::uint8_t length, bool has_header = false) {
  return segment_of(digits, length, Encoding::ucs2, has_header);
}

std::vector<PackedSegment> packed(std::u16string_view text, const SegmentOptions& options = {},
                                  const PackOptions& pack = {}) {
  const auto segments = pack_segments(text, options, pack);
  REQUIRE(segments.has_value());
  return *segments;
}

std::u16string unpacked(const PackedSegment& segment) {
  const auto read = unpack_segment(segment);
  REQUIRE(read.has_value());
  return read->text;
}

SegmentOptions with_tables(std::uint8_t locking, std::uint8_t single) {
  SegmentOptions options;
  options.tables = NationalTables{locking, single};
  return options;
}

}  // namespace

TEST_CASE("a text of one segment packs to the octets known from elsewhere", "[pack]") {
  struct Row {
    std::u16string text;
    std::string octets;
    int length;
  };
  const auto row = GENERATE(values<Row>({
      {u"hellohello", "E8329BFD4697D9EC37", 10},
      {u"hello", "E8329BFD06", 5},
      {u"@", "00", 1},
      {u"aaaaaaa", "E170381C0E8701", 7},   // seven bits are left over …
      {u"aaaaaaa@", "E170381C0E8701", 8},  // … and only the length tells them from an @
      {u"aaaaaaaa", "E170381C0E87C3", 8},  // eight septets fill seven octets
      {u"€", "9B32", 2},                   // escape, then 0x65
      {u"[]", "1BDEC607", 4},
      {u"ł", "0142", 2},
      {u"\xD83D\xDE00", "D83DDE00", 4},
      {u"\xD800", "D800", 2},
      {u"\xFEFF", "FEFF", 2},
  }));
  CAPTURE(row.octets);
  const auto segments = packed(row.text);
  REQUIRE(segments.size() == 1);
  CHECK(hex(segments[0]) == row.octets);
  CHECK(segments[0].length == row.length);
  CHECK_FALSE(segments[0].has_header);
  CHECK(unpacked(segments[0]) == row.text);
}

TEST_CASE("the empty text packs to no segment, and no segment unpacks to the empty text", "[pack]") {
  CHECK(packed(u"").empty());
  const auto text = unpack_segments({});
  REQUIRE(text.has_value());
  CHECK(text->empty());
}

TEST_CASE("headers of every length are followed by the fill bits they need", "[pack]") {
  struct Row {
    std::uint8_t locking, single;
    Ports ports;
    std::string octets;
    int length;
  };
  // H octets of header leave 6 - (8 H - 1) % 7 fill bits: these have 3, 2, 0, 0, 6, 4, 3 and 1.
  const auto row = GENERATE(values<Row>({
      {0, 2, Ports::none, "03240102088BC7", 8},
      {0, 0, Ports::bits8, "040402505184C563", 9},
      {1, 2, Ports::none, "0624010225010161F118", 11},
      {0, 0, Ports::bits16, "0605040B8423F061F118", 11},
      {0, 2, Ports::bits8, "072401020402505140583C06", 13},
      {1, 0, Ports::bits16, "0925010105040B8423F010168F01", 15},
      {1, 2, Ports::bits8, "0A24010225010104025051088BC7", 16},
      {1, 2, Ports::bits16, "0C24010225010105040B8423F0C2E231", 18},
  }));
  CAPTURE(row.octets);
  SegmentOptions options = with_tables(row.locking, row.single);
  options.ports = row.ports;
  const PackOptions ports = row.ports == Ports::bits8 ? PackOptions{0, 0x50, 0x51} : PackOptions{0, 0x0B84, 0x23F0};
  const auto segments = packed(u"abc", options, ports);
  REQUIRE(segments.size() == 1);
  CHECK(hex(segments[0]) == row.octets);
  CHECK(segments[0].length == row.length);
  CHECK(segments[0].has_header);
  const auto read = unpack_segment(segments[0]);
  REQUIRE(read.has_value());
  CHECK(read->text == u"abc");
  CHECK(read->tables == NationalTables{row.locking, row.single});
  CHECK(read->ports == row.ports);
  CHECK(read->reference_bits == 0);
  if (row.ports != Ports::none) {
    CHECK(read->destination_port == ports.destination_port);
    CHECK(read->source_port == ports.source_port);
  }
}

TEST_CASE("characters of national tables travel as the septets of those tables", "[pack]") {
  CHECK(hex(packed(u"ş", with_tables(1, 0))[0]) == "03250101E800");
  CHECK(hex(packed(u"ş", with_tables(0, 1))[0]) == "03240101D8CC01");
  CHECK(hex(packed(u"ş", with_tables(1, 1))[0]) == "062401012501011D");  // in both: the locking table, one septet
  CHECK(hex(packed(u"\x905\x964", with_tables(6, 6))[0]) == "06240106250106834D06");
}

TEST_CASE("segments of several carry the reference, their count and their number", "[pack]") {
  PackOptions pack;
  pack.reference = 0xBEA7;
  // 161 septets: 153 and 8. An 8-bit reference is the low octet.
  const auto two = packed(std::u16string(161, u'a'), {}, pack);
  REQUIRE(two.size() == 2);
  CHECK(hex(two[0]).substr(0, 26) == "050003A70201C2E170381C0E87");
  CHECK((two[0].size == 140 && two[0].length == 160));
  CHECK(hex(two[1]) == "050003A70202C2E170381C0E8701");
  CHECK(two[1].length == 15);

  SegmentOptions options;
  options.reference_bits = 16;
  const auto wide = packed(std::u16string(161, u'a'), options, pack);
  REQUIRE(wide.size() == 2);
  CHECK(hex(wide[1]) == "060804BEA70202E170381C0E87C361");
  CHECK(wide[1].length == 17);
  const auto read = unpack_segment(wide[1]);
  REQUIRE(read.has_value());
  CHECK(read->reference == 0xBEA7);
  CHECK(read->reference_bits == 16);
  CHECK((read->segments == 2 && read->number == 2));

  const auto odd = packed(std::u16string(71, u'ł'), options, pack);  // 7 octets of header: one octet of 140 is lost
  REQUIRE(odd.size() == 2);
  CHECK((odd[0].size == 139 && odd[0].length == 139));
  CHECK(hex(odd[1]) == "060804BEA7020201420142014201420142");
}

TEST_CASE("255 segments can be numbered, 256 are refused whole", "[pack]") {
  CHECK(packed(std::u16string(39015, u'a')).size() == 255);
  CHECK(packed(std::u16string(17085, u'ł')).size() == 255);
  for (const auto& text : {std::u16string(39016, u'a'), std::u16string(17086, u'ł')}) {
    const auto segments = pack_segments(text);
    REQUIRE_FALSE(segments.has_value());
    CHECK(segments.error() == Errc::too_many_segments);
  }
}

TEST_CASE("octets from elsewhere read as a phone shows them", "[pack]") {
  CHECK(unpacked(gsm7("E8329BFD4697D9EC37", 10)) == u"hellohello");
  CHECK(unpacked(gsm7("E170381C0E871B", 7)) == u"aaaaaaa");  // CR in the bits left over is no text
  CHECK(unpacked(gsm7("E170381C0E871B", 8)) == u"aaaaaaa\r");
  CHECK(unpacked(gsm7("9B0D", 2)) == u" ");                     // two escapes
  CHECK(unpacked(gsm7("9B30", 2)) == u"a");                     // the extension table leaves 0x61 open
  CHECK(unpacked(gsm7("1B00", 2)) == u"@");                     // … and 0x00
  CHECK(unpacked(gsm7("03250101D87400", 7, true)) == u"ş");     // the locking table shows through
  CHECK(unpacked(gsm7("032501047000", 6, true)) == u"\xFFFD");  // the Bengali locking table leaves 0x0E open
  CHECK(unpacked(gsm7("0325010EE800", 6, true)) == u"æ");       // there is no table 14
  CHECK(unpacked(gsm7("032501FFE800", 6, true)) == u"æ");
  CHECK(unpacked(gsm7("0270001006", 5, true)) == u"a");  // an element of another kind
  CHECK(unpacked(gsm7("", 0)).empty());
  CHECK(unpacked(gsm7("0000", 2, true)) == unpacked(ucs2("00", 1, true)));  // a header of no elements, no text
  CHECK(unpacked(ucs2("0370010000480065", 8, true)) == u"He");
  // Of two references the later counts.
  const auto twice = unpack_segment(gsm7("0A000301020100030903020803", 14, true));
  REQUIRE(twice.has_value());
  CHECK((twice->reference == 9 && twice->segments == 3 && twice->number == 2 && twice->text == u"a"));
}

TEST_CASE("segments that are not true to themselves are refused, each with its reason", "[pack]") {
  struct Row {
    PackedSegment segment;
    Errc error;
  };
  PackedSegment too_big = gsm7("", 160);
  too_big.size = 141;
  PackedSegment too_long = gsm7("", 161);
  too_long.size = 140;
  const auto row = GENERATE_REF(values<Row>({
      {gsm7("E832", 3), Errc::segment_length},    // an octet too few
      {gsm7("E83200", 1), Errc::segment_length},  // two too many
      {gsm7("", 1), Errc::segment_length},
      {too_big, Errc::segment_length},
      {too_long, Errc::segment_length},
      {ucs2("0048", 1), Errc::segment_length},
      {ucs2("004800", 3), Errc::segment_length},  // half a code unit
      {ucs2("02700000", 4, true), Errc::segment_length},
      {gsm7("", 0, true), Errc::segment_header},  // not even a length octet
      {ucs2("", 0, true), Errc::segment_header},
      {ucs2("02", 1, true), Errc::segment_header},  // the header runs over the octets
      {ucs2("FF00", 2, true), Errc::segment_header},
      {gsm7("0270", 2, true), Errc::segment_header},
      {gsm7("027000", 3, true), Errc::segment_header},  // the septets end within the header
      {ucs2("0170", 2, true), Errc::segment_header},    // half an element
      {ucs2("027001", 3, true), Errc::segment_header},  // an element runs over the header
      {ucs2("0370000000", 5, true), Errc::segment_header},
      {ucs2("0400020101", 5, true), Errc::segment_header},  // lengths no such element has
      {ucs2("06000401020100", 7, true), Errc::segment_header},
      {ucs2("050803010201", 6, true), Errc::segment_header},
      {ucs2("03040101", 4, true), Errc::segment_header},
      {ucs2("050503010101", 6, true), Errc::segment_header},
      {ucs2("022400", 3, true), Errc::segment_header},
      {ucs2("0425020101", 5, true), Errc::segment_header},
      {ucs2("050003010200", 6, true), Errc::segment_header},  // number 0
      {ucs2("050003010000", 6, true), Errc::segment_header},  // of none
      {ucs2("050003010203", 6, true), Errc::segment_header},  // 3 of 2
      {gsm7("9B", 1), Errc::segment_escape},
      {gsm7("E10D", 2), Errc::segment_escape},
  }));
  CAPTURE(hex(row.segment), int{row.segment.length});
  const auto read = unpack_segment(row.segment);
  REQUIRE_FALSE(read.has_value());
  CHECK(read.error() == row.error);
  const auto text = unpack_segments({&row.segment, 1});
  REQUIRE_FALSE(text.has_value());
  CHECK(text.error() == row.error);
}

TEST_CASE("segments go together in any order, all of one message and each once", "[pack]") {
  const std::u16string text = std::u16string(152, u'a') + u"€" + std::u16string(300, u'b');
  const auto error = [](const std::vector<PackedSegment>& segments) {
    const auto joined = unpack_segments(segments);
    REQUIRE_FALSE(joined.has_value());
    return joined.error();
  };
  auto segments = packed(text, {}, {7, 0, 0});
  REQUIRE(segments.size() == 3);
  std::sort(segments.begin(), segments.end(), [](const auto& a, const auto& b) { return a.octets < b.octets; });
  do {
    const auto joined = unpack_segments(segments);
    REQUIRE(joined.has_value());
    CHECK(*joined == text);
  } while (std::next_permutation(segments.begin(), segments.end(),
                                 [](const auto& a, const auto& b) { return a.octets < b.octets; }));

  const auto other = packed(text, {}, {8, 0, 0});
  SegmentOptions wide;
  wide.reference_bits = 16;
  const auto wider = packed(text, wide, {7, 0, 0});
  const auto shorter = packed(text.substr(0, 200), {}, {7, 0, 0});
  const auto alone = packed(u"a");
  CHECK(error({segments[0], segments[1]}) == Errc::segments_incomplete);
  CHECK(error({segments[0]}) == Errc::segments_incomplete);
  CHECK(error({segments[0], segments[1], segments[1]}) == Errc::segments_incomplete);
  CHECK(error({segments[0], segments[1], segments[2], segments[2]}) == Errc::segments_incomplete);
  CHECK(error({segments[0], segments[1], other[2]}) == Errc::segments_mixed);
  CHECK(error({segments[0], segments[1], wider[2]}) == Errc::segments_mixed);
  CHECK(error({shorter[0], segments[1]}) == Errc::segments_mixed);
  CHECK(error({segments[0], alone[0]}) == Errc::segments_mixed);
  CHECK(error({alone[0], alone[0]}) == Errc::segments_mixed);
}

TEST_CASE("each segment is read with the tables of its own header", "[pack]") {
  const PackedSegment turkish = gsm7("080003050201250101A003", 12, true);
  const PackedSegment plain = gsm7("0500030502023A", 8, true);
  for (const auto& segments : {std::vector{turkish, plain}, std::vector{plain, turkish}}) {
    const auto joined = unpack_segments(segments);
    REQUIRE(joined.has_value());
    CHECK(*joined == u"şæ");
  }
}
