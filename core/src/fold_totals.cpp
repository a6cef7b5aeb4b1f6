// What totals say beside their counts, and their sums: compiled small, apart from what runs for every hit.
#include <algorithm>
#include <tuple>

#include "detail/click_rows.hpp"
#include "detail/octets.hpp"
#include "klikspor/fold.hpp"
#include "klikspor/soon.hpp"

namespace klikspor {
namespace {

void add_rows(std::vector<ClickRow>& sums, const std::vector<ClickRow>& rows) {
  for (const ClickRow& row : rows) {
    ClickRow& sum = detail::row_of(sums, row.key);
    sum.clicks += row.clicks;
    sum.first += row.first;
  }
}

bool same_reason(const ReasonCount& a, const ReasonCount& b) {
  return a.hit_class == b.hit_class && a.reason == b.reason && a.rules == b.rules;
}

void add_reason(std::vector<ReasonCount>& sums, const ReasonCount& count) {
  const auto sum = std::lower_bound(sums.begin(), sums.end(), count, [](const ReasonCount& a, const ReasonCount& b) {
    return std::tie(a.hit_class, a.reason, a.rules) < std::tie(b.hit_class, b.reason, b.rules);
  });
  if (sum != sums.end() && same_reason(*sum, count)) {
    sum->hits += count.hits;
  } else {
    sums.insert(sum, count);
  }
}

}  // namespace

void Totals::add(const Totals& other) {
  if (links.size() < other.links.size()) links.resize(other.links.size());
  for (std::size_t i = 0; i < other.links.size(); ++i) {
    for (std::size_t c = 0; c < hit_classes; ++c) links[i].hits[c] += other.links[i].hits[c];
    links[i].unique += other.links[i].unique;
  }
  clickers += other.clickers;
  openers += other.openers;
  add_rows(timeline, other.timeline);
  add_rows(minutes, other.minutes);
  add_rows(countries, other.countries);
  for (std::size_t i = 0; i < devices; ++i) device[i] += other.device[i];
  for (const ReasonCount& count : other.reasons) add_reason(reasons, count);
  last_hit_ms = std::max(last_hit_ms, other.last_hit_ms);
}

Totals ShardState::totals() const {
  Totals totals = totals_;
  for (const Judgement& judgement : judgements_)
    for (std::size_t c = 0; c < hit_classes; ++c)
      if (judgement.hits[c] > 0)
        add_reason(totals.reasons, {static_cast<HitClass>(c), judgement.reason, judgement.rules, judgement.hits[c]});
  return totals;
}

std::uint16_t ShardState::judgement_of(std::string_view reason, std::uint32_t rules) {
  const auto place = [this](std::string_view of, std::uint32_t by) {
    const auto known = std::find_if(judgements_.begin(), judgements_.end(),
                                    [&](const Judgement& one) { return one.rules == by && one.reason == of; });
    return static_cast<std::size_t>(known - judgements_.begin());
  };
  reason = reason.substr(0, longest_reason);
  std::size_t at = place(reason, rules);
  // The last place is for all that have none.
  if (at == judgements_.size() && at >= most_reasons - 1) {
    reason = other_reason;
    rules = 0;
    at = place(reason, rules);
  }
  if (at == judgements_.size()) judgements_.push_back({std::string(reason), rules});
  return static_cast<std::uint16_t>(at + 1);
}

std::vector<std::uint16_t> ShardState::judgements_of(const HitBatch& batch) {
  // Mostly all hits of a batch were judged by the same rules.
  struct Known {
    std::uint32_t rules = 0;
    std::uint16_t judgement = 0;
  };
  std::vector<Known> known(batch.reasons.size());
  std::vector<std::uint16_t> judgements(batch.hits.size());
  for (std::size_t i = 0; i < batch.hits.size(); ++i) {
    const Hit& hit = batch.hits[i];
    if (!is_ours(hit)) continue;
    Known& last = known[hit.reason];
    if (last.judgement == 0 || last.rules != hit.rules)
      last = {hit.rules, judgement_of(batch.reasons[hit.reason], hit.rules)};
    judgements[i] = last.judgement;
  }
  return judgements;
}

void ShardState::forget(std::uint32_t recipient) {
  if (shape_.aggregate || recipient >= shape_.recipients || shard_of(recipient, shape_.shards) != shape_.shard) return;
  const std::uint32_t index = recipient / shape_.shards;
  const auto unmark = [index](Bitmap& bitmap) -> std::uint64_t {
    if (index / 8 >= bitmap.size()) return 0;
    std::uint8_t& octet = bitmap[index / 8];
    const std::uint64_t was_set = (unsigned{octet} >> (index % 8)) & 1U;
    octet = static_cast<std::uint8_t>(octet & ~(1U << (index % 8)));
    return was_set;
  };
  for (std::size_t link = 0; link < link_clickers_.size(); ++link)
    totals_.links[link].unique -= unmark(link_clickers_[link]);
  totals_.clickers -= unmark(clickers_);
  totals_.openers -= unmark(openers_);
  unmark(cleared_);
  std::erase_if(recent_, [recipient](const RecentHit& hit) { return hit.recipient == recipient; });
  std::erase_if(scans_, [recipient](const ScannedHit& hit) { return hit.recipient == recipient; });
}

void ShardState::save_judgements(detail::OctetWriter& to) const {
  to.number(judgements_.size());
  for (const Judgement& judgement : judgements_) {
    to.text(judgement.reason);
    to.number(judgement.rules);
    for (const std::uint64_t hits : judgement.hits) to.number(hits);
  }
}

std::vector<std::uint32_t> ShardState::soon_clicks(const HitBatch& batch, std::uint64_t seq,
                                                   std::span<const std::uint16_t> scanned, std::int64_t from_ms) const {
  const auto is_soon = [from_ms](const Hit& hit) { return hit.at_ms >= from_ms && hit.at_ms - from_ms < soon_ms; };
  std::vector<std::uint32_t> recipients;
  // Hardly any batch has one.
  if (std::none_of(batch.hits.begin(), batch.hits.end(), is_soon)) return recipients;
  const std::vector<Outcome> counted = outcomes(batch, seq, scanned);
  for (std::size_t i = 0; i < batch.hits.size(); ++i) {
    const Hit& hit = batch.hits[i];
    if (is_soon(hit) && counted[i].standing == Standing::counted && counted[i].hit_class == HitClass::human &&
        shape_.links[hit.link] == LinkKind::destination)
      recipients.push_back(hit.recipient);
  }
  return recipients;
}

}  // namespace klikspor
