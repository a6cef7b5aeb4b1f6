#include "klikspor/hits.hpp"

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "catch2.hpp"
#include "detail/octets.hpp"
#include "klikspor/detail/siphash.hpp"
#include "random.hpp"

using namespace klikspor;

namespace {
constexpr std::int64_t some_time = 1795800000000;

Hit hit_at(std::int64_t at_ms, std::uint32_t recipient = 0, std::uint32_t link = 0) {
  Hit hit;
  hit.at_ms = at_ms;
  hit.recipient = recipient;
  hit.link = link;
  return hit;
}

/// Hits as a campaign's first minutes bring them.
HitBatch busy_batch(std::size_t hits, std::uint32_t seed, std::vector<std::string>& texts) {
  Random random(seed);
  texts.clear();
  for (int i = 0; i < 40; ++i)
    texts.push_back("Mozilla/5.0 (iPhone; CPU iPhone OS 18_" + std::to_string(i) + " like Mac OS X) Mobile/15E148");
  HitBatch batch;
  batch.agents.assign(texts.begin(), texts.end());
  batch.reasons = {"person", "agent-preview", "method-head"};
  for (std::size_t i = 0; i < hits; ++i) {
    Hit hit = hit_at(some_time + static_cast<std::int64_t>(i * 3) - static_cast<std::int64_t>(random() % 50),
                     random() % 8000000, random() % 2);
    hit.rules = 20261123;
    hit.agent = random() % 40;
    hit.reason = random() % 3;
    hit.hit_class = static_cast<HitClass>(random() % hit_classes);
    hit.asn = random() % 400000;
    hit.country = pack_country(random() % 8 == 0 ? "" : "DK");
    hit.signals = static_cast<std::uint16_t>(random() % 512);
    batch.hits.push_back(hit);
  }
  return batch;
}

std::vector<std::uint8_t> packed(const HitBatch& batch) {
  std::vector<std::uint8_t> octets;
  REQUIRE(pack_hits(batch, 0, octets) == batch.hits.size());
  return octets;
}

/// Makes the checksum right again, so that a mutation reaches the parser behind it.
void reseal(std::vector<std::uint8_t>& octets) {
  const auto sum = static_cast<std::uint32_t>(detail::siphash24(detail::SipKey{}, std::span(octets).subspan(7)));
  for (std::size_t i = 0; i < 4; ++i) octets[3 + i] = static_cast<std::uint8_t>(sum >> (8 * i));
}

std::string agent_of(const HitBatch& batch, const Hit& hit) {
  return std::string(batch.agents[hit.agent]);
}
}  // namespace

TEST_CASE("a batch comes back hit by hit, with its texts and delivery counts", "[hits]") {
  const auto size = GENERATE(std::size_t{0}, std::size_t{1}, std::size_t{2}, std::size_t{500}, std::size_t{3000});
  std::vector<std::string> texts;
  HitBatch batch = busy_batch(size, 7, texts);
  batch.attempts = 3;
  batch.detours = 1;
  const auto octets = packed(batch);
  CHECK(octets.size() <= longest_batch);
  const auto back = unpack_hits(octets);
  REQUIRE(back);
  CHECK(back->attempts == 3);
  CHECK(back->detours == 1);
  REQUIRE(back->hits.size() == size);
  bool same = true;
  for (std::size_t i = 0; i < size; ++i) {
    Hit hit = back->hits[i];
    same = same && agent_of(*back, hit) == agent_of(batch, batch.hits[i]) &&
           back->reasons[hit.reason] == batch.reasons[batch.hits[i].reason];
    hit.agent = batch.hits[i].agent;
    hit.reason = batch.hits[i].reason;
    same = same && hit == batch.hits[i];
  }
  CHECK(same);
}

TEST_CASE("every field comes back at its limits", "[hits]") {
  Hit low = hit_at(0);
  Hit high = hit_at((std::int64_t{1} << 53) - 1, 0xffffffffU, (1U << 24) - 1);
  high.rules = 0xffffffffU;
  high.asn = 0xffffffffU;
  high.country = highest_country;
  high.signals = 0xffff;
  high.hit_class = HitClass::test;
  HitBatch batch;
  batch.agents = {""};
  batch.reasons = {""};
  batch.hits = {low, high, low, high, high};
  const auto octets = packed(batch);
  const auto back = unpack_hits(octets);
  REQUIRE(back);
  CHECK(back->hits == batch.hits);
}

TEST_CASE("the header says what is inside without unpacking", "[hits]") {
  HitBatch batch;
  batch.agents = {"a"};
  batch.reasons = {"person"};
  batch.hits = {hit_at(some_time + 5), hit_at(some_time + 9), hit_at(some_time)};
  batch.attempts = 300;
  const auto octets = packed(batch);
  const auto header = read_batch_header(octets);
  REQUIRE(header);
  CHECK(header->hits == 3);
  CHECK(header->first_ms == some_time);
  CHECK(header->last_ms == some_time + 9);
  CHECK(header->attempts == most_deliveries);
  CHECK(header->detours == 0);
}

TEST_CASE("a stamp changes the delivery counts and nothing else", "[hits]") {
  std::vector<std::string> texts;
  const auto octets = packed(busy_batch(100, 3, texts));
  auto stamped = octets;
  REQUIRE(stamp_batch(stamped, 2, 1000));
  CHECK(read_batch_header(stamped)->attempts == 2);
  CHECK(read_batch_header(stamped)->detours == most_deliveries);
  CHECK(unpack_hits(stamped)->hits == unpack_hits(octets)->hits);
  REQUIRE(stamp_batch(stamped, 0, 0));
  CHECK(stamped == octets);
  stamped.back() ^= 1;
  CHECK_FALSE(stamp_batch(stamped, 1, 1));
}

TEST_CASE("more hits than fit are packed into several batches and none is lost", "[hits]") {
  std::vector<std::string> texts;
  const HitBatch batch = busy_batch(50000, 11, texts);
  std::size_t total = 0;
  std::size_t batches = 0;
  std::vector<std::uint8_t> octets;
  for (std::size_t first = 0; first < batch.hits.size();) {
    const std::size_t count = pack_hits(batch, first, octets);
    REQUIRE(count > 0);
    REQUIRE(octets.size() <= longest_packing);
    if (first + count < batch.hits.size()) CHECK(octets.size() > longest_packing - 200);
    const auto back = unpack_hits(octets);
    REQUIRE(back);
    REQUIRE(back->hits.size() == count);
    for (std::size_t i = 0; i < count; i += 997) {
      CHECK(back->hits[i].recipient == batch.hits[first + i].recipient);
      CHECK(agent_of(*back, back->hits[i]) == agent_of(batch, batch.hits[first + i]));
    }
    first += count;
    total += count;
    ++batches;
  }
  CHECK(total == 50000);
  CHECK(batches < 16);
}

TEST_CASE("hits that all bring a long user agent of their own still split and still fit", "[hits]") {
  std::vector<std::string> texts;
  for (int i = 0; i < 200; ++i) texts.push_back(std::to_string(i) + std::string(2000, 'x'));
  HitBatch batch;
  batch.agents.assign(texts.begin(), texts.end());
  batch.reasons = {"person"};
  for (std::uint32_t i = 0; i < 200; ++i) batch.hits.push_back(hit_at(some_time)), batch.hits.back().agent = i;
  std::vector<std::uint8_t> octets;
  const std::size_t count = pack_hits(batch, 0, octets);
  CHECK(octets.size() <= longest_batch);
  CHECK(count == 61);  // 61 * (1024 + 2 + 9) and the front; one more would be above 62 KiB
  CHECK(unpack_hits(octets)->agents[60] == texts[60].substr(0, longest_agent));
}

TEST_CASE("a user agent is cut before a character that would be split", "[hits]") {
  const std::string agent = std::string(1023, 'x') + "\xc3\xb8";
  HitBatch batch;
  batch.agents = {agent};
  batch.reasons = {""};
  batch.hits = {hit_at(some_time)};
  CHECK(unpack_hits(packed(batch))->agents[0].size() == 1023);
}

TEST_CASE("agents that no hit names are not packed", "[hits]") {
  HitBatch batch;
  batch.agents = {"unused", "used", "also unused"};
  batch.reasons = {"x", "person"};
  batch.hits = {hit_at(some_time)};
  batch.hits[0].agent = 1;
  batch.hits[0].reason = 1;
  const auto octets = packed(batch);
  const auto back = unpack_hits(octets);
  CHECK(back->agents == std::vector<std::string_view>{"used"});
  CHECK(back->reasons == std::vector<std::string_view>{"person"});
}

TEST_CASE("a batch without a recipient has nothing of theirs but places, and all else as it was", "[hits]") {
  std::vector<std::string> texts;
  HitBatch batch = busy_batch(1500, 11, texts);
  batch.attempts = 2;
  const std::string own = "An agent that nobody else has";
  batch.agents.push_back(own);
  constexpr std::uint32_t recipient = 9000001;
  const std::vector<std::size_t> theirs = {0, 1, 700, 1499};
  for (const std::size_t at : theirs) {
    batch.hits[at].recipient = recipient;
    batch.hits[at].agent = 40;
  }
  const auto octets = without_recipient(*unpack_hits(packed(batch)), recipient);
  const auto back = unpack_hits(octets);
  REQUIRE(back);
  CHECK(back->attempts == 2);
  REQUIRE(back->hits.size() == batch.hits.size());
  CHECK(std::string(octets.begin(), octets.end()).find(own) == std::string::npos);
  bool same = true;
  std::size_t places = 0;
  for (std::size_t i = 0; i < batch.hits.size(); ++i) {
    const Hit& hit = back->hits[i];
    if (batch.hits[i].recipient == recipient) {
      ++places;
      CHECK(hit.recipient == 0);
      CHECK(hit.link == no_link);
      CHECK(hit.country == 0);
      CHECK(hit.asn == 0);
      CHECK(hit.signals == 0);
      // The moment of another.
      CHECK(hit.at_ms == batch.hits[i < 2 ? 2 : i - 1].at_ms);
    } else {
      Hit was = batch.hits[i];
      same = same && agent_of(*back, hit) == agent_of(batch, was);
      was.agent = hit.agent;
      was.reason = hit.reason;
      same = same && was == hit;
    }
  }
  CHECK(places == theirs.size());
  CHECK(same);
  CHECK(without_recipient(*back, recipient).empty());
  // Whose row is 0 finds no more than is theirs.
  CHECK(without_recipient(*back, 0).empty() == std::none_of(back->hits.begin(), back->hits.end(), [](const Hit& hit) {
          return hit.recipient == 0 && hit.link != no_link;
        }));
}

TEST_CASE("a batch of one recipient alone has nothing left of them, however full it was", "[hits]") {
  HitBatch batch;
  batch.agents = {"Mozilla/5.0 (iPhone)"};
  batch.reasons = {"person"};
  const auto size = GENERATE(std::size_t{1}, std::size_t{3}, std::size_t{8000});
  for (std::size_t i = 0; i < size; ++i) batch.hits.push_back(hit_at(some_time + static_cast<std::int64_t>(i), 5));
  std::vector<std::uint8_t> full;
  batch.hits.resize(pack_hits(batch, 0, full, longest_batch));
  CHECK((full.size() > longest_packing) == (size == 8000));
  const auto alone = unpack_hits(without_recipient(batch, 5));
  REQUIRE(alone);
  CHECK(std::all_of(alone->hits.begin(), alone->hits.end(),
                    [](const Hit& hit) { return hit.at_ms == 0 && hit.link == no_link; }));
  CHECK(std::all_of(alone->agents.begin(), alone->agents.end(), [](std::string_view agent) { return agent.empty(); }));

  batch.hits[size / 2 < batch.hits.size() ? size / 2 : 0].recipient = 6;
  const auto octets = without_recipient(batch, 5);
  if (size == 1) {
    CHECK(octets.empty());
    return;
  }
  const auto other = unpack_hits(octets);
  REQUIRE(other);
  const auto is_other = [](const Hit& hit) { return hit.recipient == 6 && hit.link == 0; };
  CHECK(std::count_if(other->hits.begin(), other->hits.end(), is_other) == 1);
  CHECK(std::none_of(other->hits.begin(), other->hits.end(), [](const Hit& hit) { return hit.recipient == 5; }));
}

TEST_CASE("anything damaged is no batch", "[hits]") {
  std::vector<std::string> texts;
  const auto octets = packed(busy_batch(60, 5, texts));
  SECTION("cut short or made longer") {
    for (std::size_t size = 0; size < octets.size(); ++size)
      CHECK_FALSE(unpack_hits(std::span(octets).first(size)).has_value());
    auto longer = octets;
    longer.push_back(0);
    CHECK_FALSE(unpack_hits(longer));
    longer.resize(longest_batch + 1);
    CHECK_FALSE(unpack_hits(longer));
  }
  SECTION("any octet but the delivery counts changed") {
    for (std::size_t at = 0; at < octets.size(); ++at) {
      if (at == 1 || at == 2) continue;
      auto damaged = octets;
      damaged[at] ^= 0x40;
      CHECK_FALSE(unpack_hits(damaged).has_value());
      CHECK_FALSE(read_batch_header(damaged).has_value());
    }
  }
  SECTION("another version") {
    auto newer = octets;
    newer[0] = 2;
    CHECK_FALSE(unpack_hits(newer));
  }
}

TEST_CASE("no forged batch with a right checksum crashes or breaks a promise", "[hits]") {
  // Whatever unpacks must be whole: indices in their tables, and packing it again gives the same hits.
  Random random(20261123);
  std::vector<std::string> texts;
  const auto octets = packed(busy_batch(20, 9, texts));
  int readable = 0;
  for (int round = 0; round < 20000; ++round) {
    auto forged = octets;
    const unsigned changes = 1 + random() % 4;
    for (unsigned i = 0; i < changes; ++i) {
      const std::size_t at = 7 + random() % (forged.size() - 7);
      switch (random() % 3) {
        case 0: forged[at] = static_cast<std::uint8_t>(random()); break;
        case 1: forged.erase(forged.begin() + static_cast<std::ptrdiff_t>(at)); break;
        default: forged.insert(forged.begin() + static_cast<std::ptrdiff_t>(at), 0xff);
      }
    }
    reseal(forged);
    const auto back = unpack_hits(forged);
    if (!back) continue;
    ++readable;
    for (const Hit& hit : back->hits) {
      REQUIRE(hit.agent < back->agents.size());
      REQUIRE(hit.reason < back->reasons.size());
      REQUIRE(hit.at_ms >= 0);
      REQUIRE(static_cast<std::size_t>(hit.hit_class) < hit_classes);
    }
    if (back->hits.empty()) continue;
    const auto again = packed(*back);
    const auto twice = unpack_hits(again);
    REQUIRE(twice);
    REQUIRE(twice->hits.size() == back->hits.size());
    CHECK(twice->hits.back().recipient == back->hits.back().recipient);
    CHECK(agent_of(*twice, twice->hits.front()) == agent_of(*back, back->hits.front()));
  }
  CHECK(readable > 100);  // the parser was reached, not only the checks before it
}

TEST_CASE("a forged count cannot make the reader allocate", "[hits]") {
  std::vector<std::uint8_t> forged{1, 0, 0, 0, 0, 0, 0};
  detail::OctetWriter to(forged);
  to.number(0xffffffffU);
  to.number(0);
  to.number(0);
  to.number(0);
  to.number(1);
  to.text("a");
  to.number(0xfffffff0U);
  reseal(forged);
  CHECK_FALSE(unpack_hits(forged));
}

TEST_CASE("countries are two signs, anything else is unknown", "[hits]") {
  const auto [text, known] = GENERATE(table<std::string, bool>({{"DK", true},
                                                                {"T1", true},
                                                                {"ZZ", true},
                                                                {"00", true},
                                                                {"dk", false},
                                                                {"", false},
                                                                {"D", false},
                                                                {"DNK", false},
                                                                {"D\xc3", false}}));
  CAPTURE(text);
  const auto packed_country = pack_country(text);
  CHECK((packed_country != 0) == known);
  CHECK(packed_country <= highest_country);
  if (known) CHECK(country_name(packed_country) == text);
}
