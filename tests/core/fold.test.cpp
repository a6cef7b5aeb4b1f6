#include "klikspor/fold.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "catch2.hpp"
#include "klikspor/slug.hpp"
#include "klikspor/soon.hpp"
#include "random.hpp"
#include "scan_definition.hpp"

using namespace klikspor;

namespace {
constexpr std::int64_t published = 1795800000000;
constexpr std::int64_t hour = 3600000;
constexpr auto human = static_cast<std::size_t>(HitClass::human);
constexpr auto scanner = static_cast<std::size_t>(HitClass::scanner);

CampaignShape shape_of(std::uint32_t recipients, std::uint32_t shards = 1, std::uint32_t shard = 0) {
  return {recipients, {LinkKind::destination, LinkKind::opt_out}, shards, shard, false, published};
}

/// Two links to follow and the way out.
CampaignShape two_of(std::uint32_t recipients, std::uint32_t shards = 1, std::uint32_t shard = 0) {
  CampaignShape shape = shape_of(recipients, shards, shard);
  shape.links.insert(shape.links.begin(), LinkKind::destination);
  return shape;
}

constexpr std::uint32_t rules = 20261130;

/// Indices of user agents.
constexpr std::uint32_t iphone = 0;
constexpr std::uint32_t desktop = 1;

struct Row {
  std::int64_t after_ms;
  std::uint32_t recipient;
  std::uint32_t link;
  HitClass hit_class = HitClass::human;
  std::uint32_t agent = iphone;
};

HitBatch batch_of(const std::vector<Row>& rows) {
  HitBatch batch;
  batch.agents = {"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)", "Mozilla/5.0 (X11; Linux x86_64)"};
  batch.reasons = {"person"};
  for (const Row& row : rows) {
    Hit hit;
    hit.at_ms = published + row.after_ms;
    hit.recipient = row.recipient;
    hit.link = row.link;
    hit.hit_class = row.hit_class;
    hit.agent = row.agent;
    hit.rules = rules;
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
  const auto reason = [](const ReasonCount& x, const ReasonCount& y) {
    return x.hit_class == y.hit_class && x.reason == y.reason && x.rules == y.rules && x.hits == y.hits;
  };
  return std::equal(a.links.begin(), a.links.end(), b.links.begin(), b.links.end(), link) &&
         std::equal(a.reasons.begin(), a.reasons.end(), b.reasons.begin(), b.reasons.end(), reason) &&
         std::equal(a.minutes.begin(), a.minutes.end(), b.minutes.begin(), b.minutes.end(), row) &&
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

TEST_CASE("shards part the recipients, and each counts its own alone", "[fold]") {
  CampaignShape shape{10, {LinkKind::destination}, 3, 0, false, 0};
  HitBatch batch{{""}, {""}, {}, 0, 0};
  for (std::uint32_t recipient = 0; recipient < 10; ++recipient) {
    Hit hit;
    hit.at_ms = 1;
    hit.recipient = recipient;
    batch.hits.push_back(hit);
  }
  for (shape.shard = 0; shape.shard < 3; ++shape.shard) {
    ShardState state(shape);
    state.take(batch);
    state.settle_all();
    const auto own = std::count_if(batch.hits.begin(), batch.hits.end(),
                                   [&](const Hit& hit) { return shard_of(hit.recipient, 3) == shape.shard; });
    CHECK(state.totals().clickers == static_cast<std::uint64_t>(own));
    for (std::uint32_t recipient = 0; recipient < 20; ++recipient)
      CHECK(state.has_clicked(recipient) == (recipient < 10 && shard_of(recipient, 3) == shape.shard));
    CHECK(own == (shape.shard == 0 ? 4 : 3));
  }
}

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
  std::map<std::uint32_t, std::uint64_t> clicks_by_minute;
  std::array<std::uint64_t, hit_classes> by_class{};
  std::uint64_t clicks = 0;
  for (const Row& row : rows) {
    ++by_class[static_cast<std::size_t>(row.hit_class)];
    if (row.hit_class != HitClass::human) continue;
    unique.insert({row.link, row.recipient});
    if (row.link != 0) continue;
    ++clicks;
    ++clicks_by_hour[static_cast<std::uint32_t>(row.after_ms / hour)];
    ++clicks_by_minute[static_cast<std::uint32_t>(row.after_ms / 60000)];
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
  REQUIRE(all.minutes.size() == clicks_by_minute.size());
  for (const auto& row : all.minutes) {
    CHECK(row.clicks == clicks_by_minute[row.key]);
    first -= row.first;
  }
  CHECK(first == 0);
  REQUIRE(all.reasons.size() == 5);
  for (const auto& row : all.reasons) CHECK(row.hits == by_class[static_cast<std::size_t>(row.hit_class)]);
}

TEST_CASE("a scan's hits are a scanner's, those on the way out too, and are told by batch and place", "[fold]") {
  ShardState state(two_of(10));
  state.take(batch_of({{1000, 4, 0, HitClass::human, desktop}, {1000, 5, 0}, {2200, 4, 1, HitClass::human, desktop}}),
             3);
  state.take(batch_of({{1500, 4, 2, HitClass::human, desktop}, {1600, 5, 1}}), 8);
  state.settle(published + 100000);
  const auto totals = state.totals();
  for (const auto& link : totals.links) CHECK(link.hits[scanner] == 1);
  CHECK(totals.links[0].hits[human] == 1);
  CHECK(totals.links[1].hits[human] == 1);
  CHECK(totals.clickers == 1);
  CHECK(totals.openers == 0);
  const auto scans = state.new_scans();
  REQUIRE(scans.size() == 3);
  std::set<std::array<std::uint64_t, 3>> told;
  for (const auto& hit : scans) told.insert({hit.seq, hit.index, hit.recipient});
  CHECK(told == std::set<std::array<std::uint64_t, 3>>{{3, 0, 4}, {3, 2, 4}, {8, 0, 4}});
  CHECK(state.new_scans().empty());
}

TEST_CASE("twenty people who tap the shop's link and 1.2 s later the way out are twenty clicks", "[fold]") {
  const auto shape = GENERATE(shape_of(20), two_of(20));
  const auto way_out = static_cast<std::uint32_t>(shape.links.size()) - 1;
  std::vector<Row> rows;
  for (std::uint32_t recipient = 0; recipient < 20; ++recipient) {
    rows.push_back({recipient * 50, recipient, 0});
    rows.push_back({recipient * 50 + 1200, recipient, way_out});
  }
  ShardState state(shape);
  state.take(batch_of(rows), 1);
  state.settle(published + 100000);
  CHECK(state.totals().links[0].hits[human] == 20);
  CHECK(state.totals().links[way_out].hits[human] == 20);
  CHECK(state.totals().clickers == 20);
  CHECK(state.totals().openers == 20);
}

TEST_CASE("people who click one link twice, or other people's links, make no scan", "[fold]") {
  ShardState state(two_of(10));
  state.take(batch_of({{0, 1, 0}, {1, 1, 0}, {2, 2, 1}, {3, 3, 0}, {4, 4, 1}}));
  state.settle(published + 100000);
  CHECK(state.totals().links[0].hits[human] == 3);
  CHECK(state.totals().links[1].hits[human] == 2);
}

TEST_CASE("a preview beside clicks makes no scan, a HEAD does, also when it was counted before", "[fold]") {
  const auto [hit_class, scans] = GENERATE(table<HitClass, std::uint64_t>(
      {{HitClass::preview, 0}, {HitClass::prefetch, 0}, {HitClass::head, 1}, {HitClass::scanner, 2}}));
  CAPTURE(hit_class);
  ShardState state(two_of(10));
  state.take(batch_of({{0, 1, 0, hit_class}}));
  state.settle(published + 500);
  auto later = reloaded(state, two_of(10));
  later.take(batch_of({{600, 1, 0}, {1800, 1, 1}}));
  later.settle(published + 100000);
  CHECK(later.totals().links[0].hits[scanner] == scans);
  CHECK(later.totals().clickers == (scans == 0 ? 1 : 0));
}

TEST_CASE("one request looks like another only if it says the same beside the agent", "[fold]") {
  const auto [signals, asn, scans] = GENERATE(table<int, int, std::uint64_t>({{0, 0, 0}, {9, 0, 2}, {0, 44, 2}}));
  auto batch = batch_of({{0, 1, 0}, {1200, 1, 1}});
  batch.hits[0].asn = batch.hits[1].asn = 3292;
  batch.hits[1].signals = static_cast<std::uint16_t>(signals);
  if (asn != 0) batch.hits[1].asn = static_cast<std::uint32_t>(asn);
  ShardState state(two_of(10));
  state.take(batch);
  state.settle(published + 100000);
  CHECK(state.totals().links[0].hits[scanner] + state.totals().links[1].hits[scanner] == scans);
}

TEST_CASE("a message of one destination and an aggregate campaign know no scans", "[fold]") {
  CampaignShape one{10, {LinkKind::destination, LinkKind::opt_out}, 1, 0, false, published};
  ShardState state(one);
  state.take(batch_of({{0, 1, 0, HitClass::human, desktop}, {1, 1, 1, HitClass::human, desktop}}));
  state.settle(published + 100000);
  CHECK(state.totals().links[0].hits[human] == 1);
  CHECK(state.totals().openers == 1);

  CampaignShape aggregate = two_of(10);
  aggregate.aggregate = true;
  ShardState crowd(aggregate);
  crowd.take(batch_of({{0, 0, 0, HitClass::human, desktop}, {1, 0, 1, HitClass::human, desktop}}));
  crowd.settle(published + 100000);
  CHECK(crowd.totals().links[0].hits[human] == 1);
  CHECK_FALSE(crowd.clear(0));
}

TEST_CASE("hits younger than the settle limit wait in the state and are counted once, later", "[fold]") {
  const auto shape = shape_of(10);
  ShardState state(shape);
  state.take(batch_of({{1000, 1, 0}, {5000, 2, 0}, {9000, 3, 0}}));
  state.settle(published + 5000);
  CHECK(state.totals().clickers == 1);
  CHECK(state.waiting().hits == 2);
  CHECK(state.waiting().first_ms == published + 5000);

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
}

TEST_CASE("a scan that a settle limit cuts in two is still found", "[fold]") {
  const auto shape = two_of(10);
  const auto limit = GENERATE(-1, 0, 500, 999, 1000, 1500, 2000, 5000);
  CAPTURE(limit);
  ShardState state(shape);
  state.take(batch_of({{0, 1, 0, HitClass::human, desktop}, {1500, 1, 1, HitClass::human, desktop}}));
  state.settle(published + limit);
  auto later = reloaded(state, shape);
  later.settle(published + 100000);
  CHECK(later.totals().links[0].hits[scanner] == 1);
  CHECK(later.totals().links[1].hits[scanner] == 1);
  CHECK(later.totals().clickers + later.totals().openers == 0);
}

TEST_CASE("the second half of a scan that arrives after the first was counted is still a scanner's", "[fold]") {
  const auto shape = two_of(10);
  ShardState state(shape);
  state.take(batch_of({{0, 1, 0}}), 1);
  state.settle(published + 1000);
  CHECK(state.totals().clickers == 1);
  auto later = reloaded(state, shape);
  later.take(batch_of({{1500, 1, 1, HitClass::human, desktop}, {1600, 1, 0}}), 2);
  later.settle(published + 100000);
  CHECK(later.totals().links[1].hits[scanner] == 1);
  CHECK(later.totals().links[0].hits[scanner] == 1);
  CHECK(later.totals().links[0].hits[human] == 1);
  CHECK(later.waiting().hits == 0);
  CHECK(later.new_scans().size() == 2);
}

namespace {
/// A scan by recipient 4 (by a desktop, five links of it), a person's clicks beside it.
const std::vector<Row> scan_of_4{
    {1000, 4, 0, HitClass::human, desktop},        {1000, 5, 0},
    {hour, 4, 0, HitClass::human, desktop},        {hour + 1500, 4, 1, HitClass::human, desktop},
    {hour + 1600, 4, 2, HitClass::human, desktop}, {hour + 1700, 4, 1, HitClass::human, desktop}};
}  // namespace

TEST_CASE("a confirmed opt-out clears its recipient, before folding, while hits wait, and after", "[fold]") {
  const auto shape = two_of(10);
  const auto batch = batch_of(scan_of_4);
  ShardState plain(shape);
  plain.take(batch, 1);
  plain.settle_all();
  const auto all_people = plain.totals();

  const auto when = GENERATE(0, 1, 2);
  CAPTURE(when);
  ShardState state(shape);
  if (when == 0) CHECK(state.clear(4));
  state = reloaded(state, shape);
  state.take(batch, 1);
  // Waiting, with the mark of a scan on it.
  state.settle(published + hour);
  if (when == 1) CHECK(state.clear(4));
  state = reloaded(state, shape);
  state.settle(published + hour + 100000);
  if (when == 2) {
    CHECK(state.totals().links[0].hits[scanner] == 1);
    std::vector<std::uint16_t> told;
    for (const auto& hit : state.new_scans()) told.push_back(static_cast<std::uint16_t>(hit.index));
    CHECK(told == std::vector<std::uint16_t>{2, 3, 4, 5});
    state = reloaded(state, shape);
    CHECK(state.clear(4));
    state.restore(batch, told);
  }
  CHECK(same(state.totals(), all_people));

  // Once, for good, and for nobody else.
  state = reloaded(state, shape);
  CHECK_FALSE(state.clear(4));
  CHECK_FALSE(state.clear(10));
  state.take(batch_of({{2 * hour, 4, 0, HitClass::human, desktop},
                       {2 * hour, 4, 1, HitClass::human, desktop},
                       {2 * hour, 5, 0, HitClass::human, desktop},
                       {2 * hour, 5, 1, HitClass::human, desktop}}),
             2);
  state.settle(published + 3 * hour);
  CHECK(state.totals().links[0].hits[human] == all_people.links[0].hits[human] + 1);
  CHECK(state.totals().links[0].hits[scanner] == 1);
}

TEST_CASE("begun anew a shard counts as one that never counted, but for whom it knows to be a person", "[fold]") {
  const auto shape = two_of(10);
  const auto batch = batch_of(scan_of_4);
  ShardState state(shape);
  state.take(batch, 1);
  state.settle(published + hour + 100000);
  CHECK(state.totals().links[0].hits[scanner] > 0);
  state.take(batch_of({{2 * hour, 5, 0, HitClass::human, desktop}}), 2);
  state.restart();
  CHECK(state.save() == ShardState(shape).save());
  CHECK(state.new_scans().empty());

  ShardState cleared(shape);
  CHECK(cleared.clear(4));
  const auto only_cleared = cleared.save();
  cleared.take(batch, 1);
  cleared.settle_all();
  cleared.restart();
  CHECK(cleared.save() == only_cleared);
  CHECK_FALSE(cleared.clear(4));
  cleared.take(batch, 1);
  cleared.settle(published + hour + 100000);
  CHECK(cleared.totals().links[0].hits[scanner] == 0);
  ShardState never_restarted(shape);
  CHECK(never_restarted.clear(4));
  never_restarted.take(batch, 1);
  never_restarted.settle(published + hour + 100000);
  CHECK(cleared.save() == never_restarted.save());
}

TEST_CASE("of a forgotten recipient a shard knows nothing, and of all others what it knew", "[fold]") {
  const auto shape = two_of(10);
  const auto batch = batch_of({{hour, 4, 0, HitClass::human, desktop},
                               {hour + 60000, 5, 0, HitClass::human, desktop},
                               {hour + 90000, 5, 1, HitClass::human, desktop}});
  const auto late = batch_of({{2 * hour, 4, 1, HitClass::human, desktop}, {2 * hour, 5, 0, HitClass::human, desktop}});
  ShardState state(shape);
  CHECK(state.clear(4));
  state.take(batch, 1);
  state.settle(published + hour + 3600000 / 2);
  state.take(late, 2);
  const Totals before = state.totals();
  CHECK(before.clickers == 2);
  CHECK(state.waiting().hits == 2);

  state.forget(4);
  CHECK_FALSE(state.has_clicked(4));
  CHECK(state.has_clicked(5));
  const Totals after = state.totals();
  CHECK(after.clickers == 1);
  CHECK(after.links[0].unique == 1);
  CHECK(after.links[1].unique == 1);
  // Whose clicks a sum is made of nobody can say.
  CHECK(after.links[0].hits == before.links[0].hits);
  CHECK(state.waiting().hits == 1);
  CHECK(state.clear(4));
  state.forget(4);
  const auto saved = state.save();
  const auto loaded = ShardState::load(saved, shape);
  REQUIRE(loaded);
  CHECK(loaded->totals().clickers == 1);
  CHECK(loaded->save() == saved);

  // Counted anew from batches without them it is as if they had never clicked.
  ShardState anew(shape);
  const auto rest = without_recipient(batch, 4);
  const auto rest_late = without_recipient(late, 4);
  anew.take(*unpack_hits(rest), 1);
  anew.take(*unpack_hits(rest_late), 2);
  anew.settle_all();
  ShardState others(shape);
  others.take(
      batch_of({{hour + 60000, 5, 0, HitClass::human, desktop}, {hour + 90000, 5, 1, HitClass::human, desktop}}), 1);
  others.take(batch_of({{2 * hour, 5, 0, HitClass::human, desktop}}), 2);
  others.settle_all();
  CHECK(anew.save() == others.save());

  const auto untouched = state.save();
  state.forget(10);
  state.forget(99);
  CHECK(state.save() == untouched);
}

TEST_CASE("restoring what is not there changes nothing", "[fold]") {
  ShardState state(two_of(10));
  const auto before = state.totals();
  state.restore(batch_of({{0, 11, 0}, {0, 1, 7}}), std::vector<std::uint16_t>{0, 1, 2, 65535});
  CHECK(same(state.totals(), before));
}

TEST_CASE("recounted from the outcomes of its batches a shard has the totals it has, whatever came when", "[fold]") {
  const auto shards = GENERATE(1U, 3U);
  const auto seed = GENERATE(range(1U, 13U));
  CAPTURE(shards, seed);
  constexpr std::uint32_t recipients = 60;
  Random random(seed * 31 + shards);
  CampaignShape shape = two_of(recipients, shards, 1 % shards);
  if (random() % 2 == 0) shape.links.push_back(LinkKind::destination);
  const auto links = static_cast<std::uint32_t>(shape.links.size());

  std::map<std::uint64_t, HitBatch> batches;
  std::map<std::uint64_t, std::vector<std::uint16_t>> scanned;
  std::map<std::uint32_t, std::set<std::uint64_t>> batches_of;
  std::set<std::uint32_t> cleared;
  ShardState state(shape);
  // What stays in memory all the time decides as what is saved and loaded for every step.
  ShardState kept(shape);
  std::size_t changes = 0;
  std::size_t in_file = 0;

  const auto check = [&] {
    Totals file;
    file.links.resize(links);
    std::set<std::uint32_t> clickers;
    std::set<std::uint32_t> openers;
    std::vector<std::set<std::uint32_t>> unique(links);
    std::uint64_t waiting = 0;
    in_file = 0;
    for (const auto& [seq, batch] : batches) {
      const auto outcomes = state.outcomes(batch, seq, scanned[seq]);
      REQUIRE(outcomes.size() == batch.hits.size());
      for (std::size_t i = 0; i < outcomes.size(); ++i) {
        const Hit& hit = batch.hits[i];
        if (outcomes[i].standing == Standing::waiting) ++waiting;
        if (outcomes[i].standing != Standing::counted) continue;
        ++in_file;
        if (outcomes[i].change != Change::none) ++changes;
        CHECK((outcomes[i].hit_class == hit.hit_class) == (outcomes[i].change != Change::scan));
        ++file.links[hit.link].hits[static_cast<std::size_t>(outcomes[i].hit_class)];
        if (outcomes[i].hit_class != HitClass::human) continue;
        unique[hit.link].insert(hit.recipient);
        (shape.links[hit.link] == LinkKind::destination ? clickers : openers).insert(hit.recipient);
      }
    }
    const auto totals = state.totals();
    for (std::uint32_t link = 0; link < links; ++link) {
      CHECK(file.links[link].hits == totals.links[link].hits);
      CHECK(unique[link].size() == totals.links[link].unique);
    }
    CHECK(clickers.size() == totals.clickers);
    CHECK(openers.size() == totals.openers);
    CHECK(waiting == state.waiting().hits);
    std::uint64_t timed = 0;
    for (const auto& row : totals.timeline) timed += row.clicks;
    std::uint64_t clicks = 0;
    for (std::uint32_t link = 0; link < links; ++link)
      if (shape.links[link] == LinkKind::destination) clicks += totals.links[link].hits[human];
    CHECK(timed == clicks);
    CHECK(totals.device[0] + totals.device[1] + totals.device[2] == clicks);
  };

  std::int64_t now = 0;
  for (std::uint64_t seq = 1; seq <= 60; ++seq) {
    std::vector<Row> rows;
    for (std::uint32_t i = 0; i < 1 + random() % 6; ++i) {
      // Some batches come late, and one recipient is asked for again and again.
      const std::int64_t at = now - random() % (random() % 4 == 0 ? 6000 : 500);
      const std::uint32_t recipient = random() % 3 == 0 ? 1 : random() % recipients;
      const HitClass hit_class = random() % 10 == 0 ? HitClass::head : HitClass::human;
      for (std::uint32_t link = 0; link < links; ++link)
        if (random() % 3 != 0)
          rows.push_back({std::max<std::int64_t>(0, at + random() % 900), recipient, link, hit_class,
                          random() % 5 == 0 ? desktop : iphone});
    }
    batches[seq] = batch_of(rows);
    state = reloaded(state, shape);
    state.take(batches[seq], seq);
    kept.take(batches[seq], seq);
    now += random() % 3 == 0 ? 3000 : 200;
    state.settle(published + now - 3000);
    kept.settle(published + now - 3000);
    for (const auto& hit : state.new_scans()) {
      scanned[hit.seq].push_back(static_cast<std::uint16_t>(hit.index));
      batches_of[hit.recipient].insert(hit.seq);
    }
    if (random() % 8 == 0) {
      const std::uint32_t recipient = random() % 2 == 0 ? 1 : random() % recipients;
      state = reloaded(state, shape);
      const bool is_new = state.clear(recipient);
      CHECK(kept.clear(recipient) == is_new);
      if (is_new) {
        cleared.insert(recipient);
        for (const std::uint64_t one : batches_of[recipient]) {
          std::vector<std::uint16_t> his;
          std::copy_if(scanned[one].begin(), scanned[one].end(), std::back_inserter(his),
                       [&](std::uint16_t index) { return batches[one].hits[index].recipient == recipient; });
          state.restore(batches[one], his);
          kept.restore(batches[one], his);
        }
      }
    }
    CHECK(kept.save() == state.save());
    if (random() % 4 == 0) check();
  }
  state.settle(published + now + 100000);
  for (const auto& hit : state.new_scans()) scanned[hit.seq].push_back(static_cast<std::uint16_t>(hit.index));
  check();
  CHECK(changes > 0);
  CHECK(in_file > 50);
  CHECK(state.waiting().hits == 0);
}

TEST_CASE("what a fold takes for scans is what the definition takes for scans", "[fold]") {
  const auto shards = GENERATE(1U, 3U);
  const auto more = GENERATE(false, true);
  CAPTURE(shards, more);
  constexpr std::uint32_t recipients = 400;
  CampaignShape shape = two_of(recipients, shards, 1 % shards);
  if (more) shape.links.push_back(LinkKind::destination);
  Random random(shards * 2 + (more ? 1 : 0));
  std::vector<Row> rows;
  for (int i = 0; i < 6000; ++i) {
    // The last link is followed least, and some ask for one link again and again.
    const std::uint32_t link = random() % 3 == 0 ? random() % static_cast<std::uint32_t>(shape.links.size()) : 0;
    const std::uint32_t recipient = random() % recipients / shards * shards + 1 % shards;
    if (recipient >= recipients) continue;
    const HitClass hit_class = random() % 5 == 0 ? HitClass::preview : HitClass::human;
    rows.push_back({static_cast<std::int64_t>(random() % 60000), recipient, link, hit_class,
                    random() % 4 == 0 ? desktop : iphone});
  }
  const auto all = batch_of(rows);
  std::vector<std::uint64_t> expected(shape.links.size());
  for (std::uint32_t recipient = 0; recipient < recipients; ++recipient) {
    std::vector<RecentHit> his;
    for (const Hit& hit : all.hits) {
      if (hit.recipient != recipient) continue;
      RecentHit one;
      one.at_ms = hit.at_ms;
      one.link = hit.link;
      one.hit_class = hit.hit_class;
      one.asker = 1 + hit.agent;
      one.device = hit.agent == desktop ? Device::other : Device::ios;
      his.push_back(one);
    }
    const auto scans = scan_definition::scans(his, shape.links);
    for (std::size_t i = 0; i < his.size(); ++i)
      if (scans[i]) ++expected[his[i].link];
  }
  CHECK(expected[0] > 0);

  // At once, and in parts that come in time: the limit runs behind by more than a window.
  ShardState whole(shape);
  whole.take(all);
  whole.settle(published + 1000000);
  std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.after_ms < b.after_ms; });
  ShardState parts(shape);
  for (std::size_t from = 0; from < rows.size(); from += 100) {
    const auto end = std::min(from + 100, rows.size());
    parts.take(
        batch_of({rows.begin() + static_cast<std::ptrdiff_t>(from), rows.begin() + static_cast<std::ptrdiff_t>(end)}));
    parts.settle(published + std::max<std::int64_t>(0, rows[end - 1].after_ms - 2500));
    parts = reloaded(parts, shape);
  }
  parts.settle(published + 1000000);
  for (std::size_t link = 0; link < shape.links.size(); ++link) {
    CHECK(whole.totals().links[link].hits[scanner] == expected[link]);
    CHECK(parts.totals().links[link].hits[scanner] == expected[link]);
  }
}

TEST_CASE("a batch that could be read only later finds its place", "[fold]") {
  const auto shape = two_of(10);
  ShardState state(shape);
  state.take(batch_of({{1000, 1, 0}}), 5);
  state.take(batch_of({{1000, 2, 0}}), 9);
  state.take(batch_of({{1000, 3, 0}}), 7);
  state = reloaded(state, shape);
  for (const std::uint64_t seq : {5U, 7U, 9U}) {
    const auto outcomes = state.outcomes(batch_of({{1000, 1, 0}}), seq, {});
    CHECK(outcomes[0].standing == Standing::waiting);
  }
  CHECK(state.outcomes(batch_of({{1000, 1, 0}}), 8, {})[0].standing == Standing::counted);
}

TEST_CASE("a state that the first version saved is read, and saved as today's", "[fold]") {
  // Saved by the code of 2026-11-26: four clicks, a preview, a scan of recipient 9 counted; 11 (three links at once), a
  // click of 13 and a HEAD of 15 waiting; a click of 17 remembered for one window.
  constexpr std::string_view hex =
      "0105d8d6f4f1a134000302010301010000000201010100010000000102010001000000010402030101040200020201020101e90304000400"
      "00ecaef4f1a13406b0ade9e3c3680b00e9030002c8010b01e9030002c8010b02e9030002c00c0d01e9030000e7070f00e9030400bf571100"
      "e9030001";
  std::vector<std::uint8_t> octets;
  for (std::size_t i = 0; i < hex.size(); i += 2)
    octets.push_back(static_cast<std::uint8_t>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16)));
  CampaignShape shape{1000, {LinkKind::destination, LinkKind::destination, LinkKind::opt_out}, 2, 1, false, published};
  const auto old = ShardState::load(octets, shape);
  REQUIRE(old);
  CHECK(old->totals().clickers == 3);
  CHECK(old->totals().links[0].hits == std::array<std::uint64_t, hit_classes>{3, 1, 1, 0, 0, 0});
  CHECK(old->waiting().hits == 5);

  auto state = reloaded(*old, shape);
  CHECK(state.save().front() == 3);
  CHECK(same(state.totals(), old->totals()));
  state.settle(published + 4000000);
  // 11's three links came a tenth of a second apart each, by a phone: the rule of today sees a person.
  CHECK(state.totals().links[0].hits == std::array<std::uint64_t, hit_classes>{4, 1, 1, 0, 1, 0});
  CHECK(state.totals().links[1].hits[human] == 3);
  CHECK(state.totals().clickers == 5);
  CHECK(state.waiting().hits == 0);
  for (std::size_t size = 1; size < octets.size(); ++size)
    CHECK_FALSE(ShardState::load(std::span(octets).first(size), shape).has_value());
}

TEST_CASE("a state that the second version saved has no minutes and no reasons, and goes on with both", "[fold]") {
  // Saved by the code of 2026-11-29: four clicks, one of them remembered, a preview, a scan of recipient 9, half
  // counted; clicks of 11 and 13 waiting.
  constexpr std::string_view hex =
      "020280de89f2a13400030201030101000000020a01010001000000010400000000000000020e01000200040200020201020201e903040004"
      "0000f08f89f2a13403e09f92e4c36804061100e9030001e19ebfec0100a09c0100070b00e9030000e19ebfec0100e80700080d01e9030000"
      "e19ebfec0100";
  std::vector<std::uint8_t> octets;
  for (std::size_t i = 0; i < hex.size(); i += 2)
    octets.push_back(static_cast<std::uint8_t>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16)));
  CampaignShape shape{1000, {LinkKind::destination, LinkKind::destination, LinkKind::opt_out}, 2, 1, false, published};
  auto state = ShardState::load(octets, shape);
  REQUIRE(state);
  CHECK(state->totals().clickers == 4);
  CHECK(state->totals().links[0].hits == std::array<std::uint64_t, hit_classes>{3, 1, 1, 0, 0, 0});
  CHECK(state->totals().minutes.empty());
  CHECK(state->totals().reasons.empty());
  CHECK(state->waiting().hits == 2);
  CHECK(same(reloaded(*state, shape).totals(), state->totals()));

  // What waited is counted by its minute; why it is of its class nobody knows any more.
  state->settle(published + hour + 1000000);
  CHECK(state->totals().clickers == 6);
  REQUIRE(state->totals().minutes.size() == 1);
  CHECK(state->totals().minutes[0].key == 66);
  CHECK(state->totals().minutes[0].first == 2);
  CHECK(state->totals().reasons.empty());

  state->take(batch_of({{hour, 15, 0}}), 9);
  // A hit counted as part of a scan by that version is given back: nothing is known to take it from.
  state->restore(batch_of({{5000, 9, 0, HitClass::human, desktop}}), std::vector<std::uint16_t>{0});
  state->settle_all();
  const auto totals = state->totals();
  CHECK(totals.links[0].hits == std::array<std::uint64_t, hit_classes>{6, 1, 0, 0, 0, 0});
  REQUIRE(totals.reasons.size() == 1);
  CHECK(totals.reasons[0].hits == 2);
  for (std::size_t size = 1; size < octets.size(); ++size)
    CHECK_FALSE(ShardState::load(std::span(octets).first(size), shape).has_value());
}

TEST_CASE("minutes are kept for two weeks, and add up to their hours", "[fold]") {
  constexpr std::int64_t minute = 60000;
  const auto totals = folded(shape_of(10), {{-5, 0, 0},
                                            {minute - 1, 1, 0},
                                            {minute, 1, 0},
                                            {hour, 2, 0},
                                            {hour + 1, 2, 1},
                                            {minutes_kept * minute - 1, 3, 0},
                                            {minutes_kept * minute, 4, 0}});
  const std::vector<std::array<std::uint64_t, 3>> expected = {{0, 2, 2}, {1, 1, 0}, {60, 1, 1}, {20159, 1, 1}};
  REQUIRE(totals.minutes.size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i)
    CHECK(std::array<std::uint64_t, 3>{totals.minutes[i].key, totals.minutes[i].clicks, totals.minutes[i].first} ==
          expected[i]);
  REQUIRE(totals.timeline.size() == 4);
  CHECK(totals.timeline[0].clicks == 3);
  CHECK(totals.timeline[3].key == 14 * 24);

  Totals sum = totals;
  sum.add(folded(shape_of(10), {{3 * minute, 5, 0}, {hour, 6, 0}}));
  REQUIRE(sum.minutes.size() == 5);
  CHECK(sum.minutes[2].key == 3);
  CHECK(sum.minutes[3].first == 2);
}

TEST_CASE("every class says for which reasons and by which rules", "[fold]") {
  HitBatch batch = batch_of({{0, 1, 0},
                             {1, 2, 0, HitClass::preview},
                             {2, 3, 1, HitClass::preview},
                             {3, 4, 0},
                             {4, test_recipient(3), 0},
                             {5, 99, 0},
                             {1000, 7, 0, HitClass::human, desktop},
                             {1100, 7, 1, HitClass::human, desktop}});
  batch.reasons = {"person", "phone-preview", "unused"};
  batch.hits[1].reason = batch.hits[2].reason = 1;
  batch.hits[3].rules = rules + 1;
  const auto shape = two_of(10);
  ShardState state(shape);
  state.take(batch, 1);
  state = reloaded(state, shape);
  state.settle(published + 100000);
  const auto told = [](const ShardState& of) {
    std::vector<std::string> rows;
    for (const auto& [hit_class, reason, by, hits] : of.totals().reasons)
      rows.push_back(std::to_string(static_cast<int>(hit_class)) + " " + reason + " +" + std::to_string(by - rules) +
                     ": " + std::to_string(hits));
    return rows;
  };
  using Rows = std::vector<std::string>;
  CHECK(told(state) == Rows{"0 person +0: 1", "0 person +1: 1", "1 phone-preview +0: 2", "2 all-links-at-once +0: 2",
                            "5 person +0: 1"});
  CHECK(state.clear(7));
  state.restore(batch, std::vector<std::uint16_t>{6, 7});
  CHECK(told(state) == Rows{"0 person +0: 3", "0 person +1: 1", "1 phone-preview +0: 2", "5 person +0: 1"});
  CHECK(told(reloaded(state, shape)) == told(state));

  Totals sum = state.totals();
  sum.add(state.totals());
  CHECK(sum.reasons.size() == 4);
  CHECK(sum.reasons[0].hits == 6);
}

TEST_CASE("reasons above the most that are told apart are one", "[fold]") {
  HitBatch batch;
  std::vector<std::string> names;
  for (int i = 0; i < 300; ++i) names.push_back("reason-" + std::to_string(i));
  batch.agents = {""};
  batch.reasons.assign(names.begin(), names.end());
  for (std::uint32_t i = 0; i < 300; ++i) {
    Hit hit;
    hit.recipient = i;
    hit.reason = i;
    hit.rules = rules;
    batch.hits.push_back(hit);
  }
  const auto shape = shape_of(1000);
  ShardState state(shape);
  for (int round = 0; round < 2; ++round) {
    state.take(batch);
    state.settle_all();
    state = reloaded(state, shape);
  }
  const auto reasons = state.totals().reasons;
  REQUIRE(reasons.size() == most_reasons);
  const auto other = std::find_if(reasons.begin(), reasons.end(), [](auto& one) { return one.reason == other_reason; });
  REQUIRE(other != reasons.end());
  CHECK(other->hits == 2 * (300 - 255));
  CHECK(other->rules == 0);
}

TEST_CASE("who taps fast stays a person, and is told among the clicks that came soon", "[fold]") {
  // Ten people with the phone in their hands, from one second on; a scanner's hit, a page opened, one long after.
  std::vector<Row> rows;
  for (std::uint32_t i = 0; i < 10; ++i) rows.push_back({hour + 1000 + i * 500, i, i % 2});
  rows.push_back({hour + 100, 10, 0, HitClass::scanner});
  rows.push_back({hour + 200, 11, 2});
  rows.push_back({hour - 1, 12, 0});
  rows.push_back({hour + soon_ms, 13, 0});
  rows.push_back({hour + 200, 14, 0, HitClass::human, desktop});
  rows.push_back({hour + 210, 14, 1, HitClass::human, desktop});
  const auto batch = batch_of(rows);
  ShardState state(two_of(20));
  state.take(batch, 1);
  CHECK(state.soon_clicks(batch, 1, {}, published + hour).empty());
  state.settle(published + 2 * hour);
  const std::vector<std::uint16_t> scan = {14, 15};
  CHECK(state.soon_clicks(batch, 1, scan, published + hour) == std::vector<std::uint32_t>{0, 1, 2, 3, 4, 5, 6, 7});
  CHECK(state.soon_clicks(batch, 1, {}, published + hour).size() == 10);
  CHECK(state.soon_clicks(batch, 1, scan, published + 2 * hour).empty());
  CHECK(state.totals().clickers == 12);
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
  ShardState state(two_of(10));
  state.take(batch_of(rows));
  state.settle(published + 100000);
  CHECK(state.totals().links[0].hits[scanner] + state.totals().links[1].hits[scanner] == 100000);
}

TEST_CASE("a saved state comes back whole and only for its own shape", "[fold]") {
  const auto shape = two_of(1000, 2, 1);
  ShardState state(shape);
  std::vector<Row> rows;
  for (std::uint32_t i = 1; i < 1000; i += 2) rows.push_back({i * 1000000LL, i, i / 2 % 2});
  state.take(batch_of(rows), 70000);
  CHECK(state.clear(77));
  state.settle(published + 500000000);
  const auto octets = state.save();
  const auto back = ShardState::load(octets, shape);
  REQUIRE(back);
  CHECK(same(back->totals(), state.totals()));
  CHECK(back->save() == octets);

  CHECK_FALSE(ShardState::load(octets, two_of(1000, 2, 0)).has_value());
  CHECK_FALSE(ShardState::load(octets, two_of(1000, 3, 1)).has_value());
  CampaignShape aggregate = shape;
  aggregate.aggregate = true;
  CHECK_FALSE(ShardState::load(octets, aggregate).has_value());
  CampaignShape more_links = shape;
  more_links.links.push_back(LinkKind::destination);
  CHECK_FALSE(ShardState::load(octets, more_links).has_value());
}

TEST_CASE("a damaged state is refused or read as some state, never a crash", "[fold]") {
  const auto shape = two_of(300);
  ShardState state(shape);
  CHECK(state.clear(200));
  std::vector<Row> rows;
  for (std::uint32_t i = 0; i < 300; ++i) rows.push_back({i * 100000LL, i, i % 2});
  state.take(batch_of(rows), 5);
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

TEST_CASE("who clicked is known by link and on any, people on destinations alone", "[fold]") {
  const CampaignShape shape = two_of(20, 2, 1);
  ShardState state(shape);
  state.take(batch_of({{hour, 1, 0}, {hour, 5, 1}, {hour, 5, 1}, {hour, 7, 2}, {hour, 9, 0, HitClass::preview}}));
  state.settle_all();
  const ShardState back = reloaded(state, shape);
  // Recipients 1, 3, 5 … of two shards.
  CHECK(back.clickers() == std::vector<std::uint8_t>{0b101});
  CHECK(back.clickers(0) == std::vector<std::uint8_t>{0b001});
  CHECK(back.clickers(1) == std::vector<std::uint8_t>{0b100});
  CHECK(back.clickers(2) == std::vector<std::uint8_t>{0b1000});
  CHECK(back.clickers(3).empty());
  CampaignShape aggregate = shape;
  aggregate.aggregate = true;
  ShardState nobody(aggregate);
  nobody.take(batch_of({{hour, 1, 0}}));
  nobody.settle_all();
  CHECK(nobody.clickers().empty());
  CHECK(nobody.clickers(0).empty());
}
