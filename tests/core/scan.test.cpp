#include "klikspor/scan.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "catch2.hpp"
#include "random.hpp"
#include "scan_definition.hpp"

using namespace klikspor;

namespace {
using Links = std::vector<LinkKind>;
constexpr auto shop = LinkKind::destination;
constexpr auto out = LinkKind::opt_out;
constexpr std::uint32_t phone = 11;
constexpr std::uint32_t home = 3292;

/// A person's tap on a phone.
RecentHit tap(std::int64_t at_ms, std::uint32_t link) {
  RecentHit hit;
  hit.at_ms = at_ms;
  hit.recipient = 1;
  hit.link = link;
  hit.asker = phone;
  hit.asn = home;
  hit.device = Device::ios;
  return hit;
}
RecentHit by(RecentHit hit, HitClass hit_class) {
  hit.hit_class = hit_class;
  return hit;
}
RecentHit by(RecentHit hit, Device device) {
  hit.device = device;
  return hit;
}
RecentHit by_agent(RecentHit hit, std::uint32_t asker) {
  hit.asker = asker;
  return hit;
}
RecentHit from_network(RecentHit hit, std::uint32_t asn) {
  hit.asn = asn;
  return hit;
}

/// A sign a hit: `s` part of a scan, `-` not.
std::string marks(std::vector<RecentHit> hits, const Links& links) {
  std::vector<RecentHit*> pointers;
  for (RecentHit& hit : hits) pointers.push_back(&hit);
  if (has_scans(links)) mark_scans(pointers, links);
  std::string signs;
  for (const RecentHit& hit : hits) signs += hit.scan ? 's' : '-';
  return signs;
}
}  // namespace

TEST_CASE("all destinations within two seconds are a scan where there are three, or two and a doubt", "[scan]") {
  const Links one{shop, out};
  const Links two{shop, shop, out};
  const Links three{shop, shop, shop};
  struct Case {
    const char* what;
    const Links* links;
    std::vector<RecentHit> hits;
    const char* marks;
  };
  const std::vector<Case> cases{
      {"shop link, then the way out 1.2 s later", &one, {tap(0, 0), tap(1200, 1)}, "--"},
      {"both links of one destination at the same moment", &one, {by(tap(0, 0), Device::other), tap(0, 1)}, "--"},
      {"two shop links, one after the other", &two, {tap(0, 0), tap(1200, 1)}, "--"},
      {"two shop links and the way out", &two, {tap(0, 0), tap(900, 1), tap(1800, 2)}, "---"},
      {"order: quicker than a hand", &two, {tap(0, 0), tap(hand_ms - 1, 1)}, "ss"},
      {"order: as quick as a hand", &two, {tap(0, 0), tap(hand_ms, 1)}, "--"},
      {"order: the same link twice is a double tap", &two, {tap(0, 0), tap(50, 0), tap(1200, 1)}, "---"},
      {"order: a shop link and the way out side by side", &two, {tap(0, 0), tap(1000, 1), tap(1050, 2)}, "sss"},
      {"agent: no phone", &two, {by(tap(0, 0), Device::other), by(tap(1200, 1), Device::other)}, "ss"},
      {"agent: another one for the second link", &two, {tap(0, 0), by_agent(tap(1200, 1), 12)}, "ss"},
      {"agent: another one for the way out", &two, {tap(0, 0), tap(500, 1), by_agent(tap(1000, 2), 12)}, "sss"},
      {"agent: not known of one", &two, {tap(0, 0), by_agent(tap(1200, 1), 0)}, "--"},
      {"agent: not known of the one between",
       &two,
       {tap(0, 0), by_agent(tap(600, 0), 0), by_agent(tap(1200, 1), 12)},
       "sss"},
      {"network: another one", &two, {tap(0, 0), from_network(tap(1200, 1), 14061)}, "ss"},
      {"network: not known of one", &two, {tap(0, 0), from_network(tap(1200, 1), 0)}, "--"},
      {"method: a HEAD before", &two, {by(tap(0, 0), HitClass::head), tap(700, 0), tap(1900, 1)}, "-ss"},
      {"method: a HEAD after", &two, {tap(0, 0), tap(1200, 1), by(tap(2000, 1), HitClass::head)}, "ss-"},
      {"method: a HEAD too late", &two, {tap(0, 0), tap(1200, 1), by(tap(2001, 1), HitClass::head)}, "---"},
      {"method: a scanner on the way out", &two, {by(tap(0, 2), HitClass::scanner), tap(9, 0), tap(1500, 1)}, "-ss"},
      {"the window: exactly two seconds",
       &two,
       {by(tap(0, 0), Device::other), by(tap(scan_window_ms, 1), Device::other)},
       "ss"},
      {"the window: a moment more",
       &two,
       {by(tap(0, 0), Device::other), by(tap(scan_window_ms + 1, 1), Device::other)},
       "--"},
      {"a doubt that is over", &two, {by(tap(0, 0), Device::other), tap(1500, 0), tap(2500, 1)}, "---"},
      {"a doubt about a few of many hits",
       &two,
       {tap(0, 0), tap(1500, 0), tap(2500, 1), by_agent(tap(3400, 1), 12)},
       "-sss"},
      {"three shop links", &three, {tap(0, 0), tap(1000, 1), tap(2000, 2)}, "sss"},
      {"two of three", &three, {tap(0, 0), tap(50, 1), by(tap(60, 0), HitClass::head)}, "---"},
      {"the third too late", &three, {tap(0, 0), tap(1000, 1), tap(2001, 2)}, "---"},
  };
  for (const Case& one_case : cases) {
    CAPTURE(one_case.what);
    CHECK(marks(one_case.hits, *one_case.links) == one_case.marks);
  }
}

TEST_CASE("a hit that is counted is evidence and no more", "[scan]") {
  auto first = by(tap(0, 0), Device::other);
  first.counted = true;
  CHECK(marks({first, tap(1000, 1)}, {shop, shop}) == "-s");
}

TEST_CASE("another recipient's hits complete nothing and raise no doubt", "[scan]") {
  auto other = by(tap(1100, 1), Device::other);
  other.recipient = 2;
  CHECK(marks({tap(0, 0), tap(1200, 1), other}, {shop, shop}) == "---");
  auto missing = tap(0, 1);
  missing.recipient = 2;
  CHECK(marks({by(tap(0, 0), Device::other), missing}, {shop, shop}) == "--");
}

TEST_CASE("scans among random hits are those that the definition finds", "[scan]") {
  const auto links = GENERATE(Links{shop, out}, Links{shop, shop}, Links{out, shop, shop}, Links{shop, shop, shop},
                              Links{shop, out, shop, shop, out});
  CAPTURE(links.size());
  Random random(static_cast<std::uint32_t>(links.size()) * 7);
  int scans = 0;
  int people = 0;
  for (int round = 0; round < 3000; ++round) {
    std::vector<RecentHit> hits;
    for (std::uint32_t i = 0; i < 2 + random() % 9; ++i) {
      auto hit = tap(random() % 6 * 777 + random() % 160, random() % static_cast<std::uint32_t>(links.size()));
      if (random() % 12 == 0) hit.device = Device::other;
      if (random() % 8 == 0) hit.asker = random() % 3;
      if (random() % 8 == 0) hit.asn = random() % 3;
      if (random() % 12 == 0) hit.hit_class = random() % 2 == 0 ? HitClass::head : HitClass::scanner;
      hits.push_back(hit);
    }
    std::sort(hits.begin(), hits.end(), [](const RecentHit& a, const RecentHit& b) { return a.at_ms < b.at_ms; });
    std::string expected;
    for (const bool is_scan : scan_definition::scans(hits, links)) expected += is_scan ? 's' : '-';
    REQUIRE(marks(hits, links) == expected);
    scans += static_cast<int>(std::count(expected.begin(), expected.end(), 's'));
    people += static_cast<int>(std::count(expected.begin(), expected.end(), '-'));
  }
  CHECK((links.size() == 2 && std::count(links.begin(), links.end(), out) == 1) == (scans == 0));
  CHECK(people > 1000);
}
