// A shard's state. Any octets load or are refused; what has been loaded, had hits taken in and was settled reads back
// from its own octets as the same state, which goes on in the same way; no hit is counted twice or lost.
#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <numeric>
#include <optional>
#include <vector>

#include "batch_input.hpp"
#include "klikspor/click_times.hpp"
#include "klikspor/fold.hpp"

namespace {

using klikspor::CampaignShape;
using klikspor::ShardState;
using klikspor::Totals;

CampaignShape shape_from(Input& input) {
  CampaignShape shape;
  const std::uint8_t links = input.octet();
  for (unsigned i = 0; i <= links % 4U; ++i)
    shape.links.push_back(static_cast<klikspor::LinkKind>((links >> (2U + i)) & 1U));
  const std::uint8_t shards = input.octet();
  shape.shards = 1 + shards % 4U;
  shape.shard = shards / 4U % shape.shards;
  shape.aggregate = (shards & 128U) != 0;
  shape.recipients = static_cast<std::uint32_t>(input.number(2));
  shape.published_at_ms = input_ms - static_cast<std::int64_t>(input.number(4));
  return shape;
}

std::int64_t limit_from(Input& input) {
  return std::min(static_cast<std::int64_t>(input.number(7)), latest_input_ms);
}

std::uint64_t hits_in(const Totals& totals) {
  return std::accumulate(totals.links.begin(), totals.links.end(), std::uint64_t{0}, [](std::uint64_t sum, auto& link) {
    return std::accumulate(link.hits.begin(), link.hits.end(), sum);
  });
}

/// Of a state that was begun by this version: every hit has a reason, and hours are the sums of their minutes.
void check_complete(const Totals& totals) {
  std::array<std::uint64_t, klikspor::hit_classes> by_reason{};
  for (const auto& reason : totals.reasons) by_reason[static_cast<std::size_t>(reason.hit_class)] += reason.hits;
  for (const auto& link : totals.links)
    for (std::size_t c = 0; c < by_reason.size(); ++c) by_reason[c] -= link.hits[c];
  check(by_reason == std::array<std::uint64_t, klikspor::hit_classes>{});
  constexpr std::uint32_t minutes_an_hour = 60;
  for (const auto& hour : totals.timeline) {
    if (hour.key * minutes_an_hour >= klikspor::minutes_kept) continue;
    std::uint64_t clicks = hour.clicks;
    std::uint64_t first = hour.first;
    for (const auto& minute : totals.minutes) {
      if (minute.key / minutes_an_hour != hour.key) continue;
      clicks -= minute.clicks;
      first -= minute.first;
    }
    check(clicks == 0 && first == 0);
  }
}

std::uint64_t ones(const std::vector<std::uint8_t>& bitmap) {
  return std::accumulate(bitmap.begin(), bitmap.end(), std::uint64_t{0}, [](std::uint64_t sum, std::uint8_t octet) {
    return sum + static_cast<std::uint64_t>(std::popcount(octet));
  });
}

/// Who clicked is told in three ways: as numbers, as bits, and recipient by recipient.
void check_clickers(const ShardState& state, const CampaignShape& shape) {
  const Totals totals = state.totals();
  check(ones(state.clickers()) == totals.clickers);
  for (std::uint32_t link = 0; link < shape.links.size(); ++link)
    check(ones(state.clickers(link)) == totals.links[link].unique);
  check(state.clickers(static_cast<std::uint32_t>(shape.links.size())).empty());
  constexpr std::uint32_t looked_at = 40;
  for (std::uint32_t recipient = 0; recipient < looked_at; ++recipient) {
    const std::size_t at = recipient / shape.shards;
    const bool is_set = at / 8 < state.clickers().size() && ((state.clickers()[at / 8] >> (at % 8)) & 1U) != 0;
    const bool is_ours = recipient < shape.recipients && klikspor::shard_of(recipient, shape.shards) == shape.shard;
    check(state.has_clicked(recipient) == (is_ours && is_set));
  }
}

/// Whose clicks came soon has clicked, as often as people did in this batch at most.
void check_soon(const ShardState& state, const CampaignShape& shape, const klikspor::HitBatch& batch, std::uint64_t seq,
                const std::vector<std::uint16_t>& scanned) {
  const auto soon = state.soon_clicks(batch, seq, scanned, input_ms);
  const auto outcomes = state.outcomes(batch, seq, scanned);
  const auto people = std::count_if(outcomes.begin(), outcomes.end(), [](const auto& one) {
    return one.standing == klikspor::Standing::counted && one.hit_class == klikspor::HitClass::human;
  });
  check(soon.size() <= static_cast<std::size_t>(people));
  for (const std::uint32_t recipient : soon) check(shape.aggregate || state.has_clicked(recipient));
}

/// Begun anew it has nothing but who was cleared, and counts the batch as any other does.
void check_restarted(ShardState state, const CampaignShape& shape, std::uint32_t cleared,
                     const klikspor::HitBatch& batch, std::uint64_t taken) {
  state.restart();
  check(hits_in(state.totals()) == 0 && state.waiting().hits == 0 && state.totals().reasons.empty());
  check(!state.clear(cleared));
  state.take(batch, 1);
  state.settle_all();
  check(hits_in(state.totals()) == taken && state.waiting().hits == 0);
  check_complete(state.totals());
  check_clickers(state, shape);
}

void check_same(const ShardState& a, const ShardState& b) {
  check(a.save() == b.save());
  check(hits_in(a.totals()) == hits_in(b.totals()));
  check(a.totals().reasons.size() == b.totals().reasons.size());
  check(a.waiting().hits == b.waiting().hits && a.waiting().first_ms == b.waiting().first_ms);
}

}  // namespace

std::vector<Octets> seeds() {
  Octets front{2 | 1U << 4U, 0};  // two shop links and the way out; one shard
  put(front, 1000, 2);
  put(front, 5000, 4);
  put(front, static_cast<std::uint64_t>(input_ms) + 60, 7);
  put(front, static_cast<std::uint64_t>(input_ms) + 90000, 7);
  put(front, 6, 2);

  Octets from_nothing = front;
  put(from_nothing, 0, 2);
  put_batch(from_nothing);

  Octets written;
  put_batch(written);
  Input batch(written.data(), written.size());
  Input shape(front.data(), front.size());
  ShardState state(shape_from(shape));
  state.take(batch_from(batch), 1);
  state.settle(input_ms + 100);
  const auto saved = state.save();
  Octets loaded = front;
  put(loaded, saved.size(), 2);
  loaded.insert(loaded.end(), saved.begin(), saved.end());
  put_batch(loaded);
  return {from_nothing, loaded};
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Input input(data, size);
  const CampaignShape shape = shape_from(input);
  const std::int64_t limit = limit_from(input);
  const std::int64_t later = std::max(limit, limit_from(input));
  const auto recipient = static_cast<std::uint32_t>(input.number(2));
  const auto stored = input.octets(input.number(2));
  const klikspor::HitBatch batch = batch_from(input);

  auto state = ShardState::load(stored, shape);
  const bool is_new = !state || stored.empty();
  if (state) {
    const auto as_loaded = ShardState::load(state->save(), shape);
    check(as_loaded.has_value());
    check_same(*state, *as_loaded);
  } else {
    state.emplace(shape);
  }

  const std::uint64_t before = hits_in(state->totals()) + state->waiting().hits;
  constexpr std::uint64_t seq = std::uint64_t{1} << 53;
  state->take(batch, seq);
  const auto outcomes = state->outcomes(batch, seq, {});
  check(outcomes.size() == batch.hits.size());
  const auto taken = static_cast<std::uint64_t>(std::count_if(
      outcomes.begin(), outcomes.end(), [](const auto& one) { return one.standing != klikspor::Standing::left_out; }));
  state->settle(limit);
  check(hits_in(state->totals()) + state->waiting().hits == before + taken);

  auto read = ShardState::load(state->save(), shape);
  check(read.has_value());
  check_same(*state, *read);

  check(state->clear(recipient) == read->clear(recipient));
  check(!state->clear(recipient));
  std::vector<std::uint16_t> scanned;
  std::vector<std::uint16_t> all_scanned;
  for (const auto& hit : state->new_scans()) {
    if (hit.seq != seq) continue;
    all_scanned.push_back(static_cast<std::uint16_t>(hit.index));
    if (hit.recipient == recipient) scanned.push_back(static_cast<std::uint16_t>(hit.index));
  }
  state->restore(batch, scanned);
  read->restore(batch, scanned);
  for (ShardState* one : {&*state, &*read}) one->settle(later);
  check_same(*state, *read);
  check(hits_in(state->totals()) + state->waiting().hits == before + taken);
  for (ShardState* one : {&*state, &*read}) one->settle_all();
  check_same(*state, *read);
  check(state->waiting().hits == 0 && hits_in(state->totals()) == before + taken);
  check_clickers(*state, shape);
  if (is_new) {
    check_complete(state->totals());
    for (const auto& hit : state->new_scans()) all_scanned.push_back(static_cast<std::uint16_t>(hit.index));
    check_soon(*state, shape, batch, seq, all_scanned);
  }
  check_restarted(*state, shape, recipient, batch, taken);
  state->forget(recipient);
  check(!state->has_clicked(recipient));
  check_clickers(*state, shape);
  const auto forgotten = ShardState::load(state->save(), shape);
  check(forgotten.has_value());
  check_same(*state, *forgotten);
  const auto times = klikspor::click_times(state->totals(), shape.published_at_ms, limit);
  check(std::is_sorted(times.points.begin(), times.points.end(),
                       [](const auto& a, const auto& b) { return a.seconds < b.seconds && a.clickers <= b.clickers; }));
  return 0;
}
