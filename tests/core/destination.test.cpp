#include "klikspor/destination.hpp"

#include <catch2/catch.hpp>
#include <sstream>

#include "klikspor/detail/host.hpp"
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
