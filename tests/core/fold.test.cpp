#include "klikspor/fold.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "klikspor/slug.hpp"
#include "random.hpp"

using namespace klikspor;

namespace {
constexpr std::int64_t published = 1795800000000;
constexpr std::int64_t hour = 3600000;
constexpr auto human = static_cast<std::size_t>(HitClass::human);
constexpr auto scanner = static_cast<std::size_t>(HitClass::scanner);

CampaignShape shape_of(std::uint32_t recipients, std::uint32_t shards = 1, std::uint32_t shard = 0) {
  return {recipients, {LinkKind::destination, LinkKind::opt_out}, shards, shard, false, published};
}

struct Row {
  std::int64_t after_ms;
  std::uint32_t recipient;
  std::uint32_t link;
  HitClass hit_class = HitClass::human;
};

HitBatch batch_of(const std::vector<Row>& rows) {
  HitBatch batch;
  batch.agents = {"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)"};
  batch.reasons = {"person"};
  for (const Row& row : rows) {
    Hit hit;
    hit.at_ms = published + row.after_ms;
    hit.recipient = row.recipient;
    hit.link = row.link;
    hit.hit_class = row.hit_class;
    hit.country = pack_country("DK");
    batch.hits.push_back(hit);
  }
  return batch;
}

Totals folded(const CampaignShape& shape, const std::vector<Row>& rows) {
  ShardState state(shape);
  state.take(batch_of(rows));
  state.settle_all();
  return state.totals();
}

bool same(const Totals& a, const Totals& b) {
  const auto link = [](const LinkTotals& x, const LinkTotals& y) { return x.hits == y.hits && x.unique == y.unique; };
  const auto row = [](const ClickRow& x, const ClickRow& y) {
    return x.key == y.key && x.clicks == y.clicks && x.first == y.first;
  };
  return std::equal(a.links.begin(), a.links.end(), b.links.begin(), b.links.end(), link) &&
         std::equal(a.timeline.begin(), a.timeline.end(), b.timeline.begin(), b.timeline.end(), row) &&
         std::equal(a.countries.begin(), a.countries.end(), b.countries.begin(), b.countries.end(), row) &&
         a.clickers == b.clickers && a.openers == b.openers && a.device == b.device && a.last_hit_ms == b.last_hit_ms;
}

ShardState reloaded(const ShardState& state, const CampaignShape& shape) {
  auto back = ShardState::load(state.save(), shape);
  REQUIRE(back);
  return *back;
}
}  // namespace

TEST_CASE("a recipient's second click is a click but not unique", "[fold]") {
  const auto totals = folded(shape_of(10), {{1, 3, 0}, {2, 3, 0}, {3, 4, 0}});
  CHECK(totals.links[0].hits[human] == 3);
  CHECK(totals.links[0].unique == 2);
  CHECK(totals.clickers == 2);
}

TEST_CASE("opening the opt-out page is no click", "[fold]") {
  const auto totals = folded(shape_of(10), {{1, 3, 1}, {2, 3, 1}, {3, 4, 1}});
  CHECK(totals.links[1].hits[human] == 3);
  CHECK(totals.links[1].unique == 2);
  CHECK(totals.openers == 2);
  CHECK(totals.clickers == 0);
  CHECK(totals.timeline.empty());
  CHECK(totals.countries.empty());
  CHECK(totals.device[0] == 0);
  CHECK(totals.last_hit_ms == published + 3);
}

TEST_CASE("machine hits are kept by class and make nobody a clicker", "[fold]") {
  const auto totals = folded(shape_of(10), {{1, 1, 0, HitClass::preview},
                                            {2, 1, 0, HitClass::head},
                                            {3, 1, 0, HitClass::scanner},
                                            {4, 1, 0, HitClass::prefetch},
                                            {5, 1, 1, HitClass::preview}});
  CHECK(totals.links[0].hits == std::array<std::uint64_t, hit_classes>{0, 1, 1, 1, 1, 0});
  CHECK(totals.links[1].hits == std::array<std::uint64_t, hit_classes>{0, 1, 0, 0, 0, 0});
  CHECK(totals.clickers + totals.openers == 0);
}

TEST_CASE("the test recipient is never a click, whatever class the hit came with", "[fold]") {
  const auto last = test_recipient(2);
  const auto totals = folded(shape_of(10), {{1, last, 0}, {2, last, 1}, {3, last, 0, HitClass::test}});
  CHECK(totals.links[0].hits == std::array<std::uint64_t, hit_classes>{0, 0, 0, 0, 0, 2});
  CHECK(totals.links[1].hits[human] == 0);
  CHECK(totals.clickers + totals.openers == 0);
}

TEST_CASE("hits on recipients, links or shards that are not there are left out", "[fold]") {
  const auto totals = folded(shape_of(10, 4, 1), {{1, 1, 0}, {2, 9, 0}, {3, 13, 0}, {4, 2, 0}, {5, 5, 2}});
  CHECK(totals.links[0].hits[human] == 2);
  CHECK(totals.clickers == 2);
}

TEST_CASE("an aggregate campaign has totals and no uniques", "[fold]") {
  CampaignShape shape = shape_of(10, 4, 1);
  shape.aggregate = true;
  const auto totals = folded(shape, {{1, 0, 0}, {2, 0, 0}, {3, 0, 1}, {4, test_recipient(2), 0}});
  CHECK(totals.links[0].hits[human] == 3);
  CHECK(totals.links[1].hits[human] == 1);
  CHECK(totals.links[0].unique + totals.links[1].unique + totals.clickers + totals.openers == 0);
  REQUIRE(totals.timeline.size() == 1);
  CHECK(totals.timeline[0].first == 0);
}

TEST_CASE("the timeline counts hours since publishing and is bounded at both ends", "[fold]") {
  const auto totals = folded(shape_of(10), {{-5, 0, 0},
                                            {hour - 1, 1, 0},
                                            {hour, 2, 0},
                                            {hour + 1, 1, 0},
                                            {hour * last_hour - 1, 3, 0},
                                            {hour * last_hour, 4, 0},
                                            {hour * 100000, 5, 0}});
  std::vector<std::uint64_t> flat;
  for (const auto& row : totals.timeline) flat.insert(flat.end(), {row.key, row.clicks, row.first});
  CHECK(flat == std::vector<std::uint64_t>{0, 2, 2, 1, 2, 1, last_hour - 1, 1, 1, last_hour, 2, 2});
}

TEST_CASE("the first click of a recipient is the earliest one of a fold, not the first handed in", "[fold]") {
  const auto totals = folded(shape_of(10), {{5 * hour, 1, 0}, {1, 1, 0}});
  CHECK(totals.timeline[0].first == 1);
  CHECK(totals.timeline[1].first == 0);
}

TEST_CASE("devices and countries of clicks are counted", "[fold]") {
  HitBatch batch = batch_of({{1, 1, 0}, {2, 2, 0}, {3, 3, 0}, {4, 4, 0}});
  batch.agents = {"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)", "Mozilla/5.0 (Linux; Android 14)",
                  "Mozilla/5.0 (Windows Phone 10.0; Android 4.2.1) like iPhone"};
  batch.hits[1].agent = 1;
  batch.hits[2].agent = 2;
  batch.hits[1].country = pack_country("SE");
  batch.hits[2].country = 0;
  ShardState state(shape_of(10));
  state.take(batch);
  state.settle_all();
  const auto totals = state.totals();
  CHECK(totals.device == std::array<std::uint64_t, devices>{2, 1, 1});
  REQUIRE(totals.countries.size() == 2);
  CHECK(totals.countries[0].key == pack_country("DK"));
  CHECK(totals.countries[0].clicks == 2);
  CHECK(totals.countries[1].clicks == 1);
}

TEST_CASE("random hits over shards give what plain counting gives, in any cut into batches and folds", "[fold]") {
  const auto shards = GENERATE(1U, 3U, 8U);
  constexpr std::uint32_t recipients = 3001;
  Random random(shards);
  std::vector<Row> rows;
  for (int i = 0; i < 20000; ++i)
    rows.push_back({static_cast<std::int64_t>(random() % (40U * 3600000U)), random() % recipients, random() % 2,
                    random() % 4 == 0 ? static_cast<HitClass>(random() % 5) : HitClass::human});

  std::set<std::pair<std::uint32_t, std::uint32_t>> unique;
  std::map<std::uint32_t, std::uint64_t> clicks_by_hour;
  std::uint64_t clicks = 0;
  for (const Row& row : rows) {
    if (row.hit_class != HitClass::human) continue;
    unique.insert({row.link, row.recipient});
    if (row.link != 0) continue;
    ++clicks;
    ++clicks_by_hour[static_cast<std::uint32_t>(row.after_ms / hour)];
  }
  const auto unique_first = static_cast<std::uint64_t>(std::distance(unique.begin(), unique.lower_bound({1, 0})));

  Totals all;
  for (std::uint32_t shard = 0; shard < shards; ++shard) {
    const auto shape = shape_of(recipients, shards, shard);
    std::vector<Row> mine;
    std::copy_if(rows.begin(), rows.end(), std::back_inserter(mine),
                 [&](const Row& row) { return row.recipient % shards == shard; });
    std::vector<std::uint8_t> octets;
    for (std::size_t from = 0; from < mine.size();) {
      const auto size = std::min<std::size_t>(1 + random() % 3000, mine.size() - from);
      auto state = ShardState::load(octets, shape);
      REQUIRE(state);
      state->take(batch_of(
          {mine.begin() + static_cast<std::ptrdiff_t>(from), mine.begin() + static_cast<std::ptrdiff_t>(from + size)}));
      state->settle_all();
      octets = state->save();
      from += size;
    }
    const auto state = ShardState::load(octets, shape);
    REQUIRE(state);
    all.add(state->totals());
  }
  CHECK(all.links[0].hits[human] == clicks);
  CHECK(all.links[0].unique == unique_first);
  CHECK(all.links[1].unique == unique.size() - unique_first);
  CHECK(all.clickers == unique_first);
  CHECK(all.openers == unique.size() - unique_first);
  std::uint64_t first = 0;
  REQUIRE(all.timeline.size() == clicks_by_hour.size());
  for (const auto& row : all.timeline) {
    CHECK(row.clicks == clicks_by_hour[row.key]);
    first += row.first;
  }
  CHECK(first == all.clickers);
}

TEST_CASE("all links of one message within two seconds are a scanner's hits", "[fold]") {
  const auto [apart, third, links, expected] = GENERATE(table<std::int64_t, std::int64_t, int, std::uint64_t>({
      {0, 0, 2, 2},
      {scan_window_ms, 0, 2, 2},
      {scan_window_ms + 1, 0, 2, 0},
      {100, 0, 3, 0},  // the third link is missing
      {100, 200, 3, 3},
      {100, 2001, 3, 0},
  }));
  CAPTURE(apart, third, links);
  CampaignShape shape = shape_of(10);
  if (links == 3) shape.links.push_back(LinkKind::destination);
  std::vector<Row> rows{{1000, 4, 0}, {1000 + apart, 4, 1}, {1000, 5, 0}};
  if (links == 3 && third != 0) rows.push_back({1000 + third, 4, 2});
  ShardState state(shape);
  state.take(batch_of(rows));
  state.settle(published + 100000);
  std::uint64_t scans = 0;
  for (const auto& link : state.totals().links) scans += link.hits[scanner];
  CHECK(scans == expected);
  CHECK(state.totals().clickers == (expected == 0 ? 2 : 1));
}

TEST_CASE("scans among random hits are those that the definition finds", "[fold]") {
  const auto links = GENERATE(2U, 3U, 4U);
  const auto shards = GENERATE(1U, 3U);
  CAPTURE(links, shards);
  constexpr std::uint32_t recipients = 400;
  Random random(links * 10 + shards);
  CampaignShape shape = shape_of(recipients, shards, 1 % shards);
  while (shape.links.size() < links) shape.links.push_back(LinkKind::destination);
  std::vector<Row> rows;
  for (int i = 0; i < 4000; ++i) {
    // The last link is followed least, and some ask for one link again and again.
    const std::uint32_t link = random() % 4 == 0 ? random() % links : 0;
    const std::uint32_t recipient = random() % recipients / shards * shards + 1 % shards;
    if (recipient >= recipients) continue;
    rows.push_back({static_cast<std::int64_t>(random() % 60000), recipient, link,
                    random() % 5 == 0 ? HitClass::preview : HitClass::human});
  }
  ShardState state(shape);
  state.take(batch_of(rows));
  state.settle(published + 1000000);

  std::vector<std::uint64_t> expected(links);
  for (const Row& hit : rows) {
    if (hit.hit_class != HitClass::human) continue;
    const bool is_scan = std::any_of(rows.begin(), rows.end(), [&](const Row& first) {
      const auto in_window = [&first](const Row& row) {
        return row.hit_class == HitClass::human && row.recipient == first.recipient && row.after_ms >= first.after_ms &&
               row.after_ms - first.after_ms <= scan_window_ms;
      };
      if (!in_window(hit)) return false;
      std::set<std::uint32_t> followed;
      for (const Row& row : rows)
        if (in_window(row)) followed.insert(row.link);
      return followed.size() == links;
    });
    if (is_scan) ++expected[hit.link];
  }
  CHECK((links > 3 || expected.back() > 0));
  for (std::uint32_t link = 0; link < links; ++link) CHECK(state.totals().links[link].hits[scanner] == expected[link]);
}

TEST_CASE("people who click one link twice, or other people's links, make no scan", "[fold]") {
  ShardState state(shape_of(10));
  state.take(batch_of({{0, 1, 0}, {1, 1, 0}, {2, 2, 1}, {3, 3, 0}, {4, 4, 1}}));
  state.settle(published + 100000);
  CHECK(state.totals().links[0].hits[human] == 3);
  CHECK(state.totals().links[1].hits[human] == 2);
}

TEST_CASE("a preview beside a click makes no scan", "[fold]") {
  ShardState state(shape_of(10));
  state.take(batch_of({{0, 1, 0, HitClass::preview}, {1, 1, 1}}));
  state.settle(published + 100000);
  CHECK(state.totals().openers == 1);
}

TEST_CASE("a message of one link and an aggregate campaign know no scans", "[fold]") {
  CampaignShape one{10, {LinkKind::destination}, 1, 0, false, published};
  ShardState state(one);
  state.take(batch_of({{0, 1, 0}, {1, 1, 0}}));
  state.settle(published + 100000);
  CHECK(state.totals().links[0].hits[human] == 2);

  CampaignShape aggregate = shape_of(10);
  aggregate.aggregate = true;
  ShardState crowd(aggregate);
  crowd.take(batch_of({{0, 0, 0}, {1, 0, 1}}));
  crowd.settle(published + 100000);
  CHECK(crowd.totals().links[0].hits[human] == 1);
}

TEST_CASE("hits younger than the settle limit wait in the state and are counted once, later", "[fold]") {
  const auto shape = shape_of(10);
  ShardState state(shape);
  state.take(batch_of({{1000, 1, 0}, {5000, 2, 0}, {9000, 3, 0}}));
  state.settle(published + 5000);
  CHECK(state.totals().clickers == 1);
  CHECK(state.waiting().hits == 2);
  CHECK(state.waiting().first_ms == published + 5000);
  CHECK(read_waiting(state.save())->hits == 2);
  CHECK(read_waiting(state.save())->first_ms == published + 5000);

  auto later = reloaded(state, shape);
  later.settle(published + 5001);
  CHECK(later.totals().clickers == 2);
  later = reloaded(later, shape);
  later.settle(published + 60000);
  CHECK(later.totals().clickers == 3);
  CHECK(later.waiting().hits == 0);
  CHECK(later.waiting().first_ms == 0);
  later.settle(published + 90000);
  CHECK(later.totals().links[0].hits[human] == 3);
  CHECK(read_waiting({})->hits == 0);
}

TEST_CASE("a scan that a settle limit cuts in two is still found", "[fold]") {
  const auto shape = shape_of(10);
  const auto limit = GENERATE(-1, 0, 500, 999, 1000, 1500, 2000, 5000);
  CAPTURE(limit);
  ShardState state(shape);
  state.take(batch_of({{0, 1, 0}, {1500, 1, 1}}));
  state.settle(published + limit);
  auto later = reloaded(state, shape);
  later.settle(published + 100000);
  CHECK(later.totals().links[0].hits[scanner] == 1);
  CHECK(later.totals().links[1].hits[scanner] == 1);
  CHECK(later.totals().clickers + later.totals().openers == 0);
}

TEST_CASE("the second half of a scan that arrives after the first was counted is still a scanner's", "[fold]") {
  const auto shape = shape_of(10);
  ShardState state(shape);
  state.take(batch_of({{0, 1, 0}}));
  state.settle(published + 1000);
  CHECK(state.totals().clickers == 1);
  auto later = reloaded(state, shape);
  later.take(batch_of({{1500, 1, 1}, {1600, 1, 0}}));
  later.settle(published + 100000);
  CHECK(later.totals().links[1].hits[scanner] == 1);
  CHECK(later.totals().links[0].hits[scanner] == 1);
  CHECK(later.totals().links[0].hits[human] == 1);
  CHECK(later.waiting().hits == 0);
}

TEST_CASE("a hit from a clock that jumped ahead does not wait for that day", "[fold]") {
  ShardState state(shape_of(10));
  state.take(batch_of({{5000 + clock_jump_ms, 1, 0}, {5001 + clock_jump_ms, 2, 0}}));
  state.settle(published + 5000);
  CHECK(state.waiting().hits == 1);
  CHECK(state.totals().links[0].hits[human] == 1);
  CHECK(reloaded(state, shape_of(10)).waiting().hits == 1);
}

TEST_CASE("one slug asked for a hundred thousand times at once is folded in linear time", "[fold]") {
  std::vector<Row> rows;
  for (int i = 0; i < 100000; ++i) rows.push_back({i % 50, 1, static_cast<std::uint32_t>(i % 2)});
  ShardState state(shape_of(10));
  state.take(batch_of(rows));
  state.settle(published + 100000);
  CHECK(state.totals().links[0].hits[scanner] + state.totals().links[1].hits[scanner] == 100000);
}

TEST_CASE("a saved state comes back whole and only for its own shape", "[fold]") {
  const auto shape = shape_of(1000, 2, 1);
  ShardState state(shape);
  std::vector<Row> rows;
  for (std::uint32_t i = 1; i < 1000; i += 2) rows.push_back({i * 1000000LL, i, i / 2 % 2});
  state.take(batch_of(rows));
  state.settle(published + 500000000);
  const auto octets = state.save();
  const auto back = ShardState::load(octets, shape);
  REQUIRE(back);
  CHECK(same(back->totals(), state.totals()));
  CHECK(back->save() == octets);

  CHECK_FALSE(ShardState::load(octets, shape_of(1000, 2, 0)).has_value());
  CHECK_FALSE(ShardState::load(octets, shape_of(1000, 3, 1)).has_value());
  CampaignShape aggregate = shape;
  aggregate.aggregate = true;
  CHECK_FALSE(ShardState::load(octets, aggregate).has_value());
  CampaignShape more_links = shape;
  more_links.links.push_back(LinkKind::destination);
  CHECK_FALSE(ShardState::load(octets, more_links).has_value());
}

TEST_CASE("a damaged state is refused or read as some state, never a crash", "[fold]") {
  const auto shape = shape_of(300);
  ShardState state(shape);
  std::vector<Row> rows;
  for (std::uint32_t i = 0; i < 300; ++i) rows.push_back({i * 100000LL, i, i % 2});
  state.take(batch_of(rows));
  state.settle(published + 29000000);
  const auto octets = state.save();
  for (std::size_t size = 1; size < octets.size(); ++size)
    CHECK_FALSE(ShardState::load(std::span(octets).first(size), shape).has_value());
  Random random(1);
  int refused = 0;
  for (int round = 0; round < 20000; ++round) {
    auto damaged = octets;
    for (unsigned i = 0; i < 1 + static_cast<unsigned>(round) % 3; ++i)
      damaged[random() % damaged.size()] = static_cast<std::uint8_t>(random());
    auto back = ShardState::load(damaged, shape);
    refused += back ? 0 : 1;
    if (!back) continue;
    back->settle_all();
    CHECK(ShardState::load(back->save(), shape).has_value());
  }
  CHECK(refused > 1000);
}
