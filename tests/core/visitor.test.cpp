#include "klikspor/visitor.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "catch2.hpp"
#include "detail/octets.hpp"
#include "random.hpp"

using namespace klikspor;

namespace {
constexpr std::uint8_t at_start = 1, at_end = 2, word_start = 4, word_end = 8, exact = 16, in_phone_name = 32,
                       not_in_address = 64;

struct TestRule {
  std::uint8_t flags;
  std::uint8_t level;
  std::uint8_t verdict;
  std::string_view token;
};

/// A rules file: verdict 0 unknown, 1 person, 2 preview, 3 scanner.
std::vector<std::uint8_t> rules_of(const std::vector<TestRule>& rules,
                                   const std::vector<std::uint32_t>& networks = {}) {
  std::vector<std::uint8_t> octets{'K', 'V', 'R', '2', 0xb3, 0x29, 0x35, 0x01};
  detail::OctetWriter to(octets);
  to.number(4);
  for (const auto& [hit_class, reason] : {std::pair{HitClass::scanner, "agent-unknown"},
                                          {HitClass::human, "person"},
                                          {HitClass::preview, "agent-preview"},
                                          {HitClass::scanner, "agent-word"}}) {
    to.number(static_cast<std::uint64_t>(hit_class));
    to.text(reason);
  }
  to.number(rules.size());
  std::string tokens;
  for (const TestRule& rule : rules) to.octet(rule.flags);
  for (const TestRule& rule : rules) to.octet(rule.level);
  for (const TestRule& rule : rules) {
    to.octet(rule.verdict);
    tokens.append(rule.token) += '\n';
  }
  to.text(tokens);
  to.number(networks.size());
  std::uint32_t previous = 0;
  for (const std::uint32_t asn : networks) {
    to.number(asn - previous);
    previous = asn;
  }
  return octets;
}

std::string reason_of(const std::vector<TestRule>& rules, std::string_view agent) {
  const auto octets = rules_of(rules);
  const auto judge = Judge::load(octets);
  REQUIRE(judge);
  return std::string(judge->judge(agent, 0, 0).reason);
}

std::uint16_t signals(std::string_view method, const std::vector<Header>& headers) {
  return signals_of(method, headers);
}
}  // namespace

TEST_CASE("a token counts where its flags allow it", "[visitor]") {
  const auto [flags, token, agent, found] = GENERATE(table<std::uint8_t, std::string_view, std::string_view, bool>({
      {0, "bot", "Robots", true},
      {0, "bot", "rob", false},
      {word_end, "bot", "Googlebot/2.1", true},
      {word_end, "bot", "Googlebot", true},
      {word_end, "bot", "bottle", false},
      {word_end, "bot", "bottle bot", true},
      {word_start, "java/", "Java/1.8", true},
      {word_start, "java/", "NotJava/1.8", false},
      {at_start, "curl", "curl/8", true},
      {at_start, "curl", "libcurl/8", false},
      {at_end, "SSL Labs", "x SSL Labs", true},
      {at_end, "SSL Labs", "SSL Labs x", false},
      {exact, "Yeti", "Yeti/1", true},
      {exact, "Yeti", "yeti/1", false},
      {exact, "Yeti", "yeti Yeti", true},
      {word_start | word_end, "scan", "scan", true},
      {word_start | word_end, "scan", "scanner", false},
      {word_start | word_end, "scan", "Mozilla (scan)", true},
      {0, "b\xc3\xb8", "b\xc3\xb8rn", true},
  }));
  CAPTURE(flags, token, agent);
  CHECK((reason_of({{flags, 1, 3, token}}, agent) == "agent-word") == found);
}

TEST_CASE("the highest level decides, then the order of the file", "[visitor]") {
  const std::vector<TestRule> rules{
      {0, 10, 1, "Mozilla"}, {0, 20, 3, "bot"}, {0, 30, 1, "cubot"}, {0, 20, 2, "preview"}};
  CHECK(reason_of(rules, "Mozilla") == "person");
  CHECK(reason_of(rules, "Mozilla bot") == "agent-word");
  CHECK(reason_of(rules, "bot Mozilla") == "agent-word");
  CHECK(reason_of(rules, "Mozilla CUBOT") == "person");
  CHECK(reason_of(rules, "preview bot") == "agent-word");
  CHECK(reason_of(rules, "bot preview") == "agent-word");
  CHECK(reason_of(rules, "something else") == "agent-unknown");
}

TEST_CASE("what a phone is called does not make it a machine", "[visitor]") {
  const std::string browser = " AppleWebKit/537.36 (KHTML, like Gecko) Chrome/78.0.3904.96 Mobile Safari/537.36";
  const std::vector<TestRule> words{{0, 10, 1, "AppleWebKit/"}, {word_end, 20, 3, "bot"}, {in_phone_name, 60, 3, "${"}};
  const auto [system, expected] = GENERATE(table<std::string_view, std::string_view>({
      {"(Linux; Android 7.0; M bot 54)", "person"},
      {"(Linux; Android 7.0; M bot 54 Build/NRD90M)", "person"},
      {"(Linux; Android 7.0; M bot 54 Build/NRD90M; compatible)", "person"},
      {"(Linux; Android 7.0; bot(9) play)", "person"},
      {"(Linux; U; Android 4.0.3; fr-ca; M_bot Build/IML74K)", "person"},
      {"(Linux; U; Android 4.0.3; fr-ca;bot)", "person"},
      {"(Linux; Android 14; bot)", "person"},
      // Not where the phone's name stands.
      {"(Linux; bot; Android 7.0; K)", "agent-word"},
      {"(Linux bot; Android 7.0; K)", "agent-word"},
      {"(Linux; Android bot; K)", "agent-word"},
      {"(Linux; Android 7.0; K; bot)", "agent-word"},
      {"(Linux; Android 7.0; K Build/NRD90M; bot)", "agent-word"},
      {"(Linux; U; Android 4.0.3; fr-ca; K; bot)", "agent-word"},
      {"(Linux; Android 7.0; K Build/bot)", "agent-word"},
      // A program with its version, an address.
      {"(Linux; Android 7.0; bot/1.0)", "agent-word"},
      {"(Linux; Android 7.0; bot +http://a.b/)", "agent-word"},
      {"(Linux; Android 7.0; bot/1.0 Build/NRD90M)", "agent-word"},
      // No phone, no name.
      {"(Linux; bot)", "agent-word"},
      {"(iPhone; bot)", "agent-word"},
      {"(Linux; Android bot)", "agent-word"},
      {"(Linux; Android 7.0;) bot", "agent-word"},
      // What ends all doubt counts there, too.
      {"(Linux; Android 7.0; ${bot})", "agent-word"},
  }));
  CAPTURE(system);
  const std::string agent = "Mozilla/5.0 " + std::string(system);
  CHECK(reason_of(words, agent + browser) == expected);
  // A crawler that imitates the phone names itself behind it, and a program without a page before it.
  CHECK(reason_of(words, agent + browser + " (compatible; Googlebot/2.1)") == "agent-word");
  CHECK(reason_of(words, "bot " + agent + browser) == "agent-word");
  // No browser's form: no name to be careful about.
  CHECK(reason_of(words, agent + " AppleWebKit/537.36 bot") == "agent-word");
  CHECK(reason_of(words, agent + " Safari/537.36") == "agent-word");
}

TEST_CASE("an address that an add-on wrote behind a browser's agent makes no machine of it", "[visitor]") {
  const std::string chrome =
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/127.0.0.0 Safari/537.36";
  const std::string firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
  const std::vector<TestRule> rules{
      {0, 10, 1, "Mozilla"}, {not_in_address, 20, 3, "https://"}, {word_end, 20, 3, "bot"}, {0, 20, 3, "info: http"}};
  const auto [behind, expected] = GENERATE(table<std::string_view, std::string_view>({
      {" ||| ReqID: 472 | Type: xmlhttprequest | Initiator: https://shop.example", "person"},
      {" https://shop.example/", "person"},
      {" HTTPS://shop.example", "person"},
      // What the address says counts, and where there are more than one, the others do.
      {" https://shop.example/bot", "agent-word"},
      {" | Initiator: https://bot.example", "agent-word"},
      {" https://a.example https://b.example", "agent-word"},
      // A program that signs.
      {" +https://shop.example", "agent-word"},
      {" (https://shop.example)", "agent-word"},
      {" (+https://shop.example)", "agent-word"},
      {" (Checks, https://shop.example)", "agent-word"},
      {"; https://shop.example", "agent-word"},
      {" Checks/1.0 https://shop.example", "agent-word"},
      {" Checks https://shop.example", "agent-word"},
      {" - https://shop.example", "agent-word"},
      {" more info: https://shop.example", "agent-word"},
      {" https://shop.example Checks", "agent-word"},
      {" https://shop.example ", "agent-word"},
      {"https://shop.example", "agent-word"},
  }));
  CAPTURE(behind);
  CHECK(reason_of(rules, chrome + std::string(behind)) == expected);
  CHECK(reason_of(rules, firefox + std::string(behind)) == expected);
}

TEST_CASE("an address behind what is no browser gives a machine away", "[visitor]") {
  const std::vector<TestRule> rules{{0, 10, 1, "Mozilla"}, {not_in_address, 20, 3, "https://"}};
  for (const auto* agent :
       {"https://shop.example", " https://shop.example", "Mozilla/5.0 https://shop.example",
        "Mozilla/5.0 (compatible) Initiator: https://shop.example", "Checks/1.0 Safari/537.36 https://shop.example",
        "Mozilla/5.0 Safari/x https://shop.example", "Mozilla/5.0 Safari https://shop.example"}) {
    CAPTURE(agent);
    CHECK(reason_of(rules, agent) == "agent-word");
  }
}

TEST_CASE("user agents cut anywhere are judged", "[visitor]") {
  const auto octets = rules_of({{0, 10, 1, "AppleWebKit/"}, {word_end, 20, 3, "bot"}});
  const auto judge = Judge::load(octets);
  REQUIRE(judge);
  const std::vector<std::string_view> pieces{"Android ",      ";",        " ", "zh-cn", "bot", " Build/", "/", ")",
                                             ") AppleWebKit", " Safari/", "(", "x"};
  Random random(54);
  int machines = 0;
  for (int round = 0; round < 20000; ++round) {
    std::string agent;
    for (std::uint32_t i = random() % 14; i > 0; --i) agent += pieces[random() % pieces.size()];
    const auto verdict = judge->judge(agent, 0, 0);
    if (verdict.reason == "agent-word") ++machines;
    // Without a robot's word nothing is a robot by its words.
    if (agent.find("bot") == std::string::npos) REQUIRE(verdict.reason != "agent-word");
  }
  CHECK(machines > 1000);
}

TEST_CASE("tokens inside and across one another are all found", "[visitor]") {
  const std::vector<TestRule> rules{{0, 1, 1, "he"}, {0, 2, 2, "she"}, {0, 3, 3, "hers"}};
  CHECK(reason_of(rules, "the") == "person");
  CHECK(reason_of(rules, "ashe") == "agent-preview");
  CHECK(reason_of(rules, "ushers") == "agent-word");
  CHECK(reason_of({{0, 2, 3, "aab"}, {0, 1, 1, "a"}}, "aaaab") == "agent-word");
}

TEST_CASE("one pass finds what looking for each token finds", "[visitor]") {
  Random random(7);
  for (int round = 0; round < 300; ++round) {
    std::vector<std::string> tokens;
    for (int i = 0; i < 12; ++i) {
      std::string token;
      for (std::uint32_t length = 1 + random() % 4; length > 0; --length)
        token += static_cast<char>('a' + random() % 3);
      tokens.push_back(token);
    }
    detail::TokenSearch search;
    for (const auto& token : tokens) search.add(token);
    search.finish();
    std::string text;
    for (int i = 0; i < 60; ++i) text += static_cast<char>((random() % 2 == 0 ? 'a' : 'A') + random() % 3);
    std::string lower;
    for (const char sign : text) lower += detail::small(sign);

    std::vector<std::size_t> found(tokens.size());
    search.search(text, [&](std::uint32_t id, std::size_t end) {
      REQUIRE(lower.substr(end - tokens[id].size(), tokens[id].size()) == tokens[id]);
      ++found[id];
    });
    for (std::size_t id = 0; id < tokens.size(); ++id) {
      std::size_t expected = 0;
      for (std::size_t at = lower.find(tokens[id]); at != std::string::npos; at = lower.find(tokens[id], at + 1))
        ++expected;
      REQUIRE(found[id] == expected);
    }
  }
}

TEST_CASE("signals say what a request looked like", "[visitor]") {
  const auto [method, name, value, expected] =
      GENERATE(table<std::string_view, std::string_view, std::string_view, int>({
          {"GET", "", "", 0},
          {"HEAD", "", "", signal_method_head},
          {"OPTIONS", "", "", signal_method_other},
          {"get", "", "", signal_method_other},
          {"GET", "sec-purpose", "prefetch", signal_prefetch},
          {"GET", "sec-purpose", "prefetch;prerender;anonymous-client-ip", signal_prefetch},
          {"GET", "sec-purpose", "prerender", 0},
          {"GET", "purpose", "prefetch", signal_prefetch},
          {"GET", "purpose", "Prefetch", signal_prefetch},
          {"GET", "x-moz", "prefetch", signal_prefetch},
          {"GET", "x-purpose", "preview", signal_prefetch},
          {"GET", "x-other", "prefetch", 0},
          {"GET", "accept-language", "da", signal_language},
          {"GET", "accept-language", "", 0},
          {"GET", "accept", "*/*", signal_accept_any},
          {"GET", "accept", "text/html,*/*;q=0.8", signal_accept_page},
          {"GET", "accept", "image/*", 0},
          {"GET", "sec-fetch-mode", "navigate", signal_navigate},
          {"GET", "sec-fetch-mode", "no-cors", signal_no_navigate},
      }));
  CAPTURE(method, name, value);
  CHECK(signals(method, {{name, value}}) == expected);
}

TEST_CASE("method, prefetch, agent, shape and network are asked in this order", "[visitor]") {
  const auto octets = rules_of({{0, 10, 1, "Mozilla"}, {0, 20, 2, "facebookexternalhit"}}, {14061, 16509});
  const auto judge = Judge::load(octets);
  REQUIRE(judge);
  CHECK(judge->version() == 20261299);
  const std::string_view phone = "Mozilla/5.0 (iPhone)";
  const auto [agent, bits, asn, hit_class, reason] =
      GENERATE_COPY(table<std::string_view, unsigned, std::uint32_t, HitClass, std::string_view>({
          {phone, 0U, 0U, HitClass::human, "person"},
          {phone, signal_method_head, 0U, HitClass::head, "method-head"},
          {"facebookexternalhit/1.1", signal_method_head, 0U, HitClass::head, "method-head"},
          {phone, signal_method_other, 0U, HitClass::scanner, "method-other"},
          {phone, signal_prefetch, 0U, HitClass::prefetch, "header-prefetch"},
          {"facebookexternalhit/1.1", signal_prefetch, 0U, HitClass::prefetch, "header-prefetch"},
          {"Mozilla facebookexternalhit/1.1", 0U, 14061U, HitClass::preview, "agent-preview"},
          {"", 0U, 0U, HitClass::scanner, "agent-empty"},
          {"-", 0U, 0U, HitClass::scanner, "agent-empty"},
          {" - ", 0U, 0U, HitClass::scanner, "agent-empty"},
          {"other", 0U, 0U, HitClass::scanner, "agent-unknown"},
          {phone, signal_no_navigate | signal_language, 0U, HitClass::scanner, "shape-no-navigation"},
          {phone, signal_accept_any, 0U, HitClass::scanner, "shape-bare"},
          {phone, signal_accept_any | signal_language, 0U, HitClass::human, "person"},
          {phone, signal_accept_any | signal_navigate, 0U, HitClass::human, "person"},
          {phone, signal_accept_page, 0U, HitClass::human, "person"},
          {phone, 0U, 14061U, HitClass::scanner, "network-data-centre"},
          {phone, 0U, 16509U, HitClass::scanner, "network-data-centre"},
          {phone, 0U, 3292U, HitClass::human, "person"},
      }));
  CAPTURE(agent, bits, asn);
  const auto verdict = judge->judge(agent, static_cast<std::uint16_t>(bits), asn);
  CHECK(verdict.hit_class == hit_class);
  CHECK(verdict.reason == reason);
}

TEST_CASE("only what a batch keeps of a user agent is judged", "[visitor]") {
  const std::string padding = "Mozilla " + std::string(longest_agent - 8, 'x');
  CHECK(reason_of({{0, 1, 1, "Mozilla"}, {0, 2, 3, "bot"}}, padding + "bot") == "person");
  CHECK(reason_of({{0, 1, 1, "Mozilla"}, {0, 2, 3, "bot"}}, padding.substr(3) + "bot") == "agent-word");
}

TEST_CASE("a batch is judged anew, but for the test recipient's hits", "[visitor]") {
  const auto octets = rules_of({{0, 10, 1, "Mozilla"}, {0, 20, 3, "newbot"}}, {14061});
  const auto judge = Judge::load(octets);
  HitBatch batch;
  batch.agents = {"Mozilla", "Mozilla newbot", ""};
  batch.reasons = {"old-reason", "test-recipient"};
  for (const std::uint32_t agent : {0U, 1U, 2U, 0U, 1U, 0U, 0U}) {
    Hit hit;
    hit.agent = agent;
    hit.rules = 1;
    batch.hits.push_back(hit);
  }
  batch.hits[0].hit_class = HitClass::scanner;  // judged too hard by older rules
  batch.hits[3].signals = signal_method_head;
  batch.hits[4].hit_class = HitClass::test;
  batch.hits[4].reason = 1;
  batch.hits[5].asn = 14061;
  judge->rejudge(batch);
  const std::vector<std::pair<HitClass, std::string_view>> expected{
      {HitClass::human, "person"},     {HitClass::scanner, "agent-word"},  {HitClass::scanner, "agent-empty"},
      {HitClass::head, "method-head"}, {HitClass::test, "test-recipient"}, {HitClass::scanner, "network-data-centre"},
      {HitClass::human, "person"}};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    CAPTURE(i);
    CHECK(batch.hits[i].hit_class == expected[i].first);
    CHECK(batch.reasons[batch.hits[i].reason] == expected[i].second);
    CHECK(batch.hits[i].rules == judge->version());
  }
  std::vector<std::uint8_t> packed;
  CHECK(pack_hits(batch, 0, packed) == batch.hits.size());
}

TEST_CASE("a full batch in which every other hit is a test's fits when it is judged anew", "[visitor]") {
  const auto octets = rules_of({{0, 10, 1, "Mozilla"}});
  const auto judge = Judge::load(octets);
  REQUIRE(judge);
  HitBatch batch;
  batch.agents = {"Mozilla/5.0"};
  batch.reasons = {"person", "test-recipient"};
  for (std::uint32_t i = 0; i < 8000; ++i) {
    Hit hit;
    hit.rules = 20200101;
    hit.hit_class = i % 2 == 0 ? HitClass::human : HitClass::test;
    hit.reason = i % 2;
    batch.hits.push_back(hit);
  }
  std::vector<std::uint8_t> packed;
  batch.hits.resize(pack_hits(batch, 0, packed));
  REQUIRE(batch.hits.size() < 8000);
  judge->rejudge(batch);
  CHECK(pack_hits(batch, 0, packed, longest_batch) == batch.hits.size());
}

TEST_CASE("what is no rules file is refused, and no damage crashes", "[visitor]") {
  const auto octets = rules_of({{0, 10, 1, "Mozilla"}, {word_end, 20, 3, "bot"}}, {1, 2, 3});
  for (std::size_t size = 0; size < octets.size(); ++size)
    CHECK_FALSE(Judge::load(std::span(octets).first(size)).has_value());
  auto longer = octets;
  longer.resize(octets.size() + 1);
  CHECK_FALSE(Judge::load(longer).has_value());
  // A token more or less than there are rules, none, one of two lines, one that is too long.
  CHECK_FALSE(Judge::load(rules_of({{0, 10, 1, "a\nb"}})).has_value());
  CHECK_FALSE(Judge::load(rules_of({{0, 10, 1, ""}})).has_value());
  CHECK_FALSE(Judge::load(rules_of({{0, 10, 4, "no such verdict"}})).has_value());
  CHECK(Judge::load(rules_of({{0, 10, 1, std::string(128, 'x')}})).has_value());
  CHECK_FALSE(Judge::load(rules_of({{0, 10, 1, std::string(129, 'x')}})).has_value());
  Random random(3);
  int loaded = 0;
  for (int round = 0; round < 20000; ++round) {
    auto damaged = octets;
    for (std::uint32_t i = 0; i < 1 + random() % 3; ++i)
      damaged[random() % damaged.size()] = static_cast<std::uint8_t>(random());
    const auto judge = Judge::load(damaged);
    if (!judge) continue;
    ++loaded;
    const auto verdict = judge->judge("Mozilla/5.0 robot", 0, 2);
    REQUIRE(static_cast<std::size_t>(verdict.hit_class) < hit_classes);
  }
  CHECK(loaded > 100);
}

TEST_CASE("devices are read out of the user agent", "[visitor]") {
  const auto [agent, device] = GENERATE(table<std::string_view, Device>({
      {"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)", Device::ios},
      {"Mozilla/5.0 (iPad; CPU OS 12_0 like Mac OS X)", Device::ios},
      {"Mozilla/5.0 (Linux; Android 14; K)", Device::android},
      {"Mozilla/5.0 (Windows Phone 10.0; Android 4.2.1; Lumia 535) like iPhone", Device::other},
      {"Mozilla/5.0 (Windows NT 10.0)", Device::other},
      {"", Device::other},
      // Apps of Facebook that name no system.
      {"[FBAN/FB4A;FBAV/567.1.0.52.74;FBMF/samsung;FBPN/com.facebook.katana;FBDV/SM-S921B;FBSV/16;]", Device::android},
      {"[FBAN/EMA;FBPN/com.facebook.lite;FBDV/SM-A125F;]", Device::android},
      {"[FBAN/FBIOS;FBAV/54.0.0.42.135;FBDV/iPhone4,1;FBSN/iPhone OS;]", Device::ios},
      // In any case.
      {"Safari/600.2.5 MobileRicardo (Google Pixel 6; android 13) ricardo.ch/8.28.2-82802", Device::android},
      {"App/1.0 (iphone; ios 17.5)", Device::ios},
      {"App/1.0 (ipad; ios 17.5)", Device::ios},
      {"Mozilla/5.0 (windows phone 8.1; android 4.2.1)", Device::other},
      {"ShopAndroid/3.1", Device::android},
      // Not the name of a device.
      {"Mozilla/5.0 (Linux; Android 4.1.1; MultiPad PMP5770D)", Device::android},
      {"tripod/1.0", Device::other},
      {"i", Device::other},
  }));
  CAPTURE(agent);
  CHECK(device_of(agent) == device);
}
