#include "klikspor/destination.hpp"

#include <sstream>

#include "catch2.hpp"
#include "detail/host.hpp"
#include "klikspor/host.hpp"
#include "tsv.hpp"
#include "unescaped.hpp"
#include "uri_grammar.hpp"

using namespace klikspor;

TEST_CASE("destinations are finished or refused as the table says, and finishing twice changes nothing",
          "[destination]") {
  for (const auto& row : read_tsv("destinations.tsv")) {
    REQUIRE(row.size() == 3);
    std::vector<std::u16string> texts;
    std::istringstream words(row[1]);
    for (std::string word; words >> word;) {
      const auto equals = word.find('=');
      texts.push_back(unescaped(word.substr(0, equals)));
      texts.push_back(unescaped(word.substr(equals + 1)));
    }
    std::vector<Parameter> parameters;
    for (std::size_t i = 0; i < texts.size(); i += 2) parameters.push_back({texts[i], texts[i + 1]});

    CAPTURE(row[0], row[1]);
    const auto done = build_destination(unescaped(row[0]), parameters);
    CHECK((done ? done->url : "error " + std::string(name_of(done.error()))) == row[2]);
    if (done) {
      CHECK(is_uri_with_host(done->url));
      const auto again = build_destination(std::u16string(done->url.begin(), done->url.end()), parameters);
      CHECK((again && again->url == done->url));
    }
  }
}

TEST_CASE("a destination is at most 2,048 characters long when finished", "[destination]") {
  const std::u16string start = u"https://brand.dk/";
  CHECK(build_destination(start + std::u16string(2048 - start.size(), u'a')).has_value());
  CHECK(build_destination(start + std::u16string(2049 - start.size(), u'a')).error() == Errc::too_long);
  CHECK(build_destination(start + std::u16string(400, u'ø')).error() == Errc::too_long);
  // A slug has up to nine characters where its marker has six.
  const std::u16string value = u"{slug}";
  const Parameter slug[] = {{u"r", value}};
  CHECK(build_destination(start + std::u16string(2048 - 12 - start.size(), u'a'), slug).has_value());
  CHECK(build_destination(start + std::u16string(2049 - 12 - start.size(), u'a'), slug).error() == Errc::too_long);
  CHECK(build_destination(std::u16string(1000000, u'a')).error() == Errc::too_long);
}

TEST_CASE("the host is shown as people read it", "[destination]") {
  CHECK(build_destination(u"https://BØRNETØJ.dk/")->display_host == "børnetøj.dk");
  CHECK(build_destination(u"https://xn--brnetj-byae.dk/")->display_host == "børnetøj.dk");
  // Latin and Cyrillic in one label: shown as it is written.
  CHECK(build_destination(u"https://xn--brnd-63d.dk/")->display_host == "xn--brnd-63d.dk");
  // Cyrillic that passes for Latin, too.
  CHECK(build_destination(u"https://xn--80ak6aa92e.com/")->display_host == "xn--80ak6aa92e.com");
}

TEST_CASE("a percent sign that begins no escape is told, where it was written", "[destination]") {
  const auto [text, at] = GENERATE(table<std::u16string_view, std::int32_t>({
      {u"brand.dk/100%", 12},
      {u"brand.dk/100%25", -1},
      {u"brand.dk/%C3%b8?a=%20#%7b", -1},
      {u"brand.dk/%zz", 9},
      {u"brand.dk/%2", 9},
      {u"brand.dk/%a%20", 9},
      {u"brand.dk/%%20", 9},
      {u"brand.dk/%20%", 12},
      {u"  brand.dk/%", 11},
      {u"brand.dk/ø?q=50%&r=%", 15},
      {u"brand.dk/#%", 10},
      {u"brand.dk/%\u0661\u0662", 9},
      {u"brand.dk/", -1},
  }));
  CAPTURE(text.size(), at);
  const Parameter sale[] = {{u"rabat", u"10%"}};
  // A parameter's value is no address: its percent sign is meant.
  for (const auto& done : {build_destination(text), build_destination(text, sale)}) {
    REQUIRE(done.has_value());
    CHECK(done->stray_percent == at);
  }
  // What is told comes out as %25.
  const auto done = build_destination(text);
  if (at >= 0) {
    const auto corrected = std::u16string(text).insert(static_cast<std::size_t>(at) + 1, u"25");
    CHECK(build_destination(corrected)->url == done->url);
  }
}

TEST_CASE("a host alone is finished as in a destination, and told how far it reaches", "[destination]") {
  const auto [text, ascii, is_address, reach] = GENERATE(table<std::u16string_view, std::string, bool, Reach>({
      {u"S.Brand.dk", "s.brand.dk", false, Reach::open},
      {u"børn.dk", "xn--brn-0na.dk", false, Reach::open},
      {u"8.8.8.8", "8.8.8.8", true, Reach::open},
      {u"10.0.0.1", "10.0.0.1", true, Reach::nowhere},
      {u"localhost", "localhost", false, Reach::nowhere},
      {u"s.localhost", "s.localhost", false, Reach::nowhere},
      {u"s.brand.local", "s.brand.local", false, Reach::nowhere},
      {u"s.brand.example", "s.brand.example", false, Reach::documentation},
  }));
  const auto host = finish_host(text);
  REQUIRE(host.has_value());
  CHECK(host->ascii == ascii);
  CHECK(host->is_address == is_address);
  CHECK(host->reach == reach);
  // No destination leads where a phone cannot go.
  const auto destination = build_destination(u"https://" + std::u16string(text) + u"/");
  CHECK((destination ? destination->url : std::string(name_of(destination.error()))) ==
        (reach == Reach::nowhere ? "host-unreachable" : "https://" + ascii + "/"));
}

TEST_CASE("a host alone is refused for what a destination's is", "[destination]") {
  const auto [text, error] = GENERATE(table<std::u16string_view, Errc>({
      {u"", Errc::no_host},
      {u"s", Errc::host_no_dot},
      {u"s..dk", Errc::host_syntax},
      {u"s.dk.", Errc::host_syntax},
      {u"s.dk/", Errc::host_syntax},
      {u"s.dk:80", Errc::host_syntax},
      {u"a@s.dk", Errc::user_info},
      {u"s.br%61nd.dk", Errc::host_percent},
      {u"s.dk\\x", Errc::host_backslash},
      {u"1.2.3", Errc::host_numeric},
      {u"brаnd.dk", Errc::host_script},
      {u"xn--99999999.dk", Errc::host_punycode},
      {u"bit.ly", Errc::public_shortener},
      {u"www.bit.ly", Errc::public_shortener},
      {u"s\u0007.dk", Errc::control_character},
      {u"s.dk\xD800", Errc::lone_surrogate},
  }));
  CAPTURE(name_of(error));
  CHECK(finish_host(text).error() == error);
  CHECK(finish_host(std::u16string(3000, u'a')).error() == Errc::too_long);
}

TEST_CASE("a host refused for its letters is told in the spelling that is taken", "[destination]") {
  // The spellings are those of browsers (ada): new URL(text).hostname.
  const auto [text, spelling] = GENERATE(table<std::u16string_view, std::string>({
      {u"https://日本.example/x?a", "xn--wgv71a.example"},
      {u"日本.example", "xn--wgv71a.example"},
      {u"http://WWW.한국.dk:8080", "www.xn--3e0b707e.dk"},
      {u"https://ไทย.example/", "xn--o3cw4h.example"},
      {u"https://ישראל.example/", "xn--4dbrk0ce.example"},
      {u"https://العربية.example/", "xn--mgbcd4a2b0d2b.example"},
      {u"https://brаnd.dk/", "xn--brnd-63d.dk"},      // а Cyrillic
      {u"https://аррӏе.com/", "xn--80ak6aa92e.com"},  // all of it
      {u"https://日本ø.børn.dk/", "xn--pda7872cb2a.xn--brn-0na.dk"},
      // What a browser takes for another sign, or refuses.
      {u"https://ſhop.dk/", ""},
      {u"https://ｂrand.dk/", ""},
      {u"https://brand。dk/", ""},
      {u"https://bo\u0308rn.dk/", ""},
      {u"https://1.ישראל.example/", ""},
      {u"https://ישראל1.example/", ""},
      {u"https://ไ็.xn--.example/", ""},
      {u"https://日本..example/", ""},
      {u"https://日本/", ""},
      {u"ftp://日本.example/", ""},
      {u"https://日本.example:8o/", ""},
  }));
  CAPTURE(spelling);
  CHECK(suggested_host(text) == spelling);
  if (spelling.empty()) return;
  CHECK(build_destination(text).error() == Errc::host_script);
  CHECK(finish_host(std::u16string(spelling.begin(), spelling.end()))->ascii == spelling);
}

TEST_CASE("Punycode encodes and decodes the samples of RFC 3492", "[destination]") {
  const auto [plain, encoded] = GENERATE(table<std::u32string, std::string>({
      {U"bücher", "bcher-kva"},
      {U"ليهمابتكلموشعربي؟", "egbpdaj6bu4bxfgehfvwxn"},
      {U"他们为什么不说中文", "ihqwcrb4cv8a8dqg056pqjye"},
      {U"Pročprostěnemluvíčesky", "Proprostnemluvesky-uyb24dma41a"},
      {U"почемужеонинеговорятпорусски", "b1abfaaepdrnnbgefbadotcwatmq2g4l"},
      {U"3年B組金八先生", "3B-ww4c5e180e575a65lsy2b"},
      {U"パフィーdeルンバ", "de-jg4avhby1noc0d"},
  }));
  CHECK(detail::punycode_encode(plain) == encoded);
  std::u32string decoded;
  CHECK(detail::punycode_decode(encoded, decoded));
  CHECK(decoded == plain);
}
