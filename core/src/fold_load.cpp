// Reading a state back: done once for many questions, and so compiled apart from what runs for every hit.
#include <algorithm>
#include <bit>
#include <numeric>
#include <utility>

#include "detail/octets.hpp"
#include "klikspor/fold.hpp"
#include "klikspor/slug.hpp"

namespace klikspor {
namespace {

/// The first version kept neither place, agent and network of hits that wait nor who was cleared.
constexpr std::uint8_t first_version = 1;
/// The first that kept minutes and reasons.
constexpr std::uint8_t with_reasons = 3;
constexpr std::uint64_t latest_ms = std::uint64_t{1} << 53;
constexpr std::size_t most_bitmap = slots_per_campaign / 8;
/// Six numbers a hit, an octet each at least; in the first version too.
constexpr std::size_t shortest_recent = 6;
/// No batch holds more hits.
constexpr std::uint32_t most_index = longest_batch;

std::size_t ones(std::span<const std::uint8_t> bitmap) {
  return std::accumulate(bitmap.begin(), bitmap.end(), std::size_t{0}, [](std::size_t sum, std::uint8_t octet) {
    return sum + static_cast<std::size_t>(std::popcount(octet));
  });
}

bool read_rows(detail::OctetReader& from, std::vector<ClickRow>& rows, std::uint32_t highest_key) {
  rows.resize(from.number32(highest_key + 1));
  for (ClickRow& row : rows) {
    row.key = from.number32(highest_key);
    row.clicks = from.number();
    row.first = from.number();
  }
  // Ascending, each key once.
  return from.ok() && std::adjacent_find(rows.begin(), rows.end(), [](const ClickRow& a, const ClickRow& b) {
                        return a.key >= b.key;
                      }) == rows.end();
}

bool read_bitmap(detail::OctetReader& from, std::vector<std::uint8_t>& bitmap) {
  const auto octets = from.octets(most_bitmap);
  bitmap.assign(octets.begin(), octets.end());
  return from.ok();
}

}  // namespace

std::optional<ShardState> ShardState::load(std::span<const std::uint8_t> octets, CampaignShape shape) {
  ShardState state(std::move(shape));
  if (octets.empty()) return state;
  detail::OctetReader from(octets);
  const std::uint8_t written = from.octet();
  if (written < first_version || written > version) return std::nullopt;
  const std::uint64_t waiting = from.number();
  const std::uint64_t first_ms = from.number(latest_ms);
  if (from.octet() != (state.shape_.aggregate ? 1 : 0)) return std::nullopt;
  if (from.number() != state.shape_.links.size() || from.number() != state.shape_.shards ||
      from.number() != state.shape_.shard)
    return std::nullopt;
  if (!state.load_totals(from, written) || (written >= with_reasons && !state.load_judgements(from)) ||
      !state.load_recent(from, written) || !from.at_end())
    return std::nullopt;
  const WaitingHits summary = state.waiting();
  if (summary.hits != waiting || summary.first_ms != static_cast<std::int64_t>(first_ms)) return std::nullopt;
  return state;
}

bool ShardState::load_totals(detail::OctetReader& from, std::uint8_t written) {
  for (std::size_t i = 0; i < totals_.links.size(); ++i) {
    for (std::uint64_t& hits : totals_.links[i].hits) hits = from.number();
    if (!read_bitmap(from, link_clickers_[i])) return false;
    totals_.links[i].unique = ones(link_clickers_[i]);
  }
  if (!read_bitmap(from, clickers_) || !read_bitmap(from, openers_)) return false;
  if (written > first_version && !read_bitmap(from, cleared_)) return false;
  totals_.clickers = ones(clickers_);
  totals_.openers = ones(openers_);
  if (!read_rows(from, totals_.timeline, last_hour)) return false;
  if (written >= with_reasons && !read_rows(from, totals_.minutes, minutes_kept - 1)) return false;
  if (!read_rows(from, totals_.countries, highest_country)) return false;
  for (std::uint64_t& clicks : totals_.device) clicks = from.number();
  totals_.last_hit_ms = static_cast<std::int64_t>(from.number(latest_ms));
  return from.ok();
}

bool ShardState::load_judgements(detail::OctetReader& from) {
  judgements_.resize(from.number32(most_reasons));
  for (Judgement& judgement : judgements_) {
    judgement.reason = from.text(longest_reason);
    judgement.rules = from.number32();
    for (std::uint64_t& hits : judgement.hits) hits = from.number();
  }
  return from.ok();
}

bool ShardState::load_recent(detail::OctetReader& from, std::uint8_t written) {
  const bool is_first_version = written == first_version;
  const std::size_t count = from.number32();
  if (count > from.left() / shortest_recent) return false;
  recent_.resize(count);
  constexpr auto most_step = static_cast<std::int64_t>(latest_ms);
  RecentHit previous;
  for (RecentHit& hit : recent_) {
    const std::int64_t step = from.difference();
    if (step > most_step || step < -most_step) return false;
    hit.at_ms = previous.at_ms + step;
    if (!is_first_version) {
      hit.seq = previous.seq + from.number(latest_ms);
      hit.index = from.number32(most_index);
    }
    hit.recipient = from.number32(slots_per_campaign - 1);
    hit.link = from.number32();
    hit.country = static_cast<std::uint16_t>(from.number(highest_country));
    const unsigned kinds = from.octet();
    const unsigned flags = from.octet();
    if (!is_first_version) {
      hit.asker = from.number32();
      hit.asn = from.number32();
    }
    if (written >= with_reasons) hit.judgement = static_cast<std::uint16_t>(from.number(judgements_.size()));
    if (!from.ok() || hit.at_ms < 0 || hit.at_ms > most_step || hit.seq > latest_ms ||
        hit.link >= shape_.links.size() || (kinds & 7U) >= hit_classes || kinds >> 3 >= devices || flags > 3)
      return false;
    hit.hit_class = static_cast<HitClass>(kinds & 7U);
    hit.device = static_cast<Device>(kinds >> 3);
    hit.counted = (flags & 1U) != 0;
    // The rule of the first version is not today's: what it marked and did not count is judged again.
    hit.scan = (flags & 2U) != 0 && !is_first_version;
    previous = hit;
  }
  return true;
}

}  // namespace klikspor
