// A shard's state. Any octets load or are refused; what has been loaded, had hits taken in and was settled reads back
// from its own octets as the same state, which goes on in the same way; no hit is counted twice or lost.
#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>
#include <optional>
#include <vector>

#include "batch_input.hpp"
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

void check_same(const ShardState& a, const ShardState& b) {
  check(a.save() == b.save());
  check(hits_in(a.totals()) == hits_in(b.totals()));
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
  for (const auto& hit : state->new_scans())
    if (hit.seq == seq && hit.recipient == recipient) scanned.push_back(static_cast<std::uint16_t>(hit.index));
  state->restore(batch, scanned);
  read->restore(batch, scanned);
  for (ShardState* one : {&*state, &*read}) one->settle(later);
  check_same(*state, *read);
  check(hits_in(state->totals()) + state->waiting().hits == before + taken);
  for (ShardState* one : {&*state, &*read}) one->settle_all();
  check_same(*state, *read);
  check(state->waiting().hits == 0 && hits_in(state->totals()) == before + taken);
  return 0;
}
