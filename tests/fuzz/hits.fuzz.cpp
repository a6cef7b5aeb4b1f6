// Packed batches. Any batch packs, as many times as it takes, into octets that unpack to the same hits; any octets are
// read or refused, and what is read holds together, packs again to the same and can be folded.
#include "klikspor/hits.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "batch_input.hpp"
#include "klikspor/detail/siphash.hpp"
#include "klikspor/fold.hpp"

namespace {

using klikspor::HitBatch;

constexpr std::size_t front = 7;
constexpr std::size_t checksum_at = 3;

void check_header(const std::vector<std::uint8_t>& octets, const HitBatch& batch) {
  const auto header = klikspor::read_batch_header(octets);
  check(header.has_value());
  check(header->hits == batch.hits.size() && header->attempts == batch.attempts && header->detours == batch.detours);
  for (const klikspor::Hit& hit : batch.hits) check(header->first_ms <= hit.at_ms && hit.at_ms <= header->last_ms);
}

/// So many of the hits from `first` on stand in these octets.
void check_packed(const HitBatch& batch, std::size_t first, std::size_t count, std::vector<std::uint8_t>& octets) {
  check(octets.size() <= klikspor::longest_packing);
  const auto read = klikspor::unpack_hits(octets);
  check(read.has_value() && read->hits.size() == count);
  check(read->attempts == std::min(batch.attempts, klikspor::most_deliveries));
  check(read->detours == std::min(batch.detours, klikspor::most_deliveries));
  for (std::size_t i = 0; i < count; ++i) check_same_hit(batch, batch.hits[first + i], *read, read->hits[i]);
  check_header(octets, *read);
  check(klikspor::stamp_batch(octets, 300, 2));
  const auto stamped = klikspor::unpack_hits(octets);
  check(stamped.has_value() && stamped->attempts == klikspor::most_deliveries && stamped->detours == 2);
  check(stamped->hits == read->hits);
}

void check_round_trip(Input input, bool is_full) {
  HitBatch batch = batch_from(input);
  // The hits many times over: a full batch is out of reach of short inputs.
  const std::vector<klikspor::Hit> once = batch.hits;
  if (is_full && !once.empty())
    while (batch.hits.size() < 7000) batch.hits.insert(batch.hits.end(), once.begin(), once.end());
  std::vector<std::uint8_t> octets;
  std::size_t first = 0;
  do {
    const std::size_t count = klikspor::pack_hits(batch, first, octets);
    check(count > 0 || batch.hits.empty());
    check_packed(batch, first, count, octets);
    first += count;
  } while (first < batch.hits.size());
}

/// `sums`: the checksum is set right first, since no fuzzer finds it.
void check_any_octets(std::span<const std::uint8_t> input, bool sums) {
  std::vector<std::uint8_t> octets(input.begin(), input.end());
  if (sums && octets.size() > front) {
    const auto sum = klikspor::detail::siphash24(klikspor::detail::SipKey{}, std::span(octets).subspan(front));
    for (std::size_t i = 0; i < 4; ++i) octets[checksum_at + i] = static_cast<std::uint8_t>(sum >> (8 * i));
  }
  const auto batch = klikspor::unpack_hits(octets);
  if (!batch) return;
  check_header(octets, *batch);
  for (const klikspor::Hit& hit : batch->hits) {
    check(hit.agent < batch->agents.size() && hit.reason < batch->reasons.size());
    check(hit.at_ms >= 0 && hit.country <= klikspor::highest_country);
    check(static_cast<std::size_t>(hit.hit_class) < klikspor::hit_classes);
  }
  std::vector<std::uint8_t> again;
  check(klikspor::pack_hits(*batch, 0, again, klikspor::longest_batch) == batch->hits.size());
  const auto read = klikspor::unpack_hits(again);
  check(read.has_value() && read->hits.size() == batch->hits.size());
  for (std::size_t i = 0; i < read->hits.size(); ++i) check_same_hit(*batch, batch->hits[i], *read, read->hits[i]);

  // Of one who is erased places are left, and all others' hits in their order.
  const std::uint32_t erased = batch->hits.empty() ? 0 : batch->hits.front().recipient;
  const auto is_theirs = [erased](const klikspor::Hit& hit) {
    return hit.recipient == erased && hit.link != klikspor::no_link;
  };
  const auto theirs = static_cast<std::size_t>(std::count_if(batch->hits.begin(), batch->hits.end(), is_theirs));
  const auto without = klikspor::without_recipient(*batch, erased);
  check(without.empty() == (theirs == 0));
  if (!without.empty()) {
    const auto left = klikspor::unpack_hits(without);
    check(left.has_value() && left->hits.size() <= batch->hits.size());
    check(klikspor::without_recipient(*left, erased).empty());
    std::size_t at = 0;
    for (const klikspor::Hit& hit : batch->hits) {
      if (is_theirs(hit) || hit.link == klikspor::no_link) continue;
      while (at < left->hits.size() && left->hits[at].link == klikspor::no_link) ++at;
      check(at < left->hits.size());
      check_same_hit(*batch, hit, *left, left->hits[at++]);
    }
  }

  using enum klikspor::LinkKind;
  klikspor::ShardState state({100, {destination, destination, opt_out}, 2, 1, false, input_ms});
  state.take(*batch, 1);
  state.settle(input_ms);
  check(state.outcomes(*batch, 1, {}).size() == batch->hits.size());
}

}  // namespace

std::vector<Octets> seeds() {
  Octets once{0};
  put_batch(once);
  Octets full{0x70};
  put_batch(full);
  Octets written;
  put_batch(written);
  Input input(written.data(), written.size());
  Octets packed;
  klikspor::pack_hits(batch_from(input), 0, packed);
  Octets as_it_is{1};
  as_it_is.insert(as_it_is.end(), packed.begin(), packed.end());
  Octets summed = as_it_is;
  summed[0] = 3;
  return {once, full, as_it_is, summed};
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  if ((data[0] & 1U) != 0) {
    check_any_octets({data + 1, size - 1}, (data[0] & 2U) != 0);
  } else {
    check_round_trip({data + 1, size - 1}, (data[0] & 0xFEU) == 0x70U);
  }
  return 0;
}
