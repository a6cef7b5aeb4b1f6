#include "klikspor/fold.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <utility>

#include "detail/click_rows.hpp"
#include "detail/octets.hpp"
#include "klikspor/slug.hpp"

namespace klikspor {
namespace {

constexpr std::int64_t minute_ms = 60000;
constexpr std::int64_t hour_ms = 60 * minute_ms;

/// How many of these long steps after publishing; at most `last`.
std::uint32_t step_of(std::int64_t at_ms, std::int64_t published_at_ms, std::int64_t step_ms, std::uint32_t last) {
  if (at_ms <= published_at_ms) return 0;
  return static_cast<std::uint32_t>(std::min<std::int64_t>((at_ms - published_at_ms) / step_ms, last));
}

void write_rows(detail::OctetWriter& to, const std::vector<ClickRow>& rows) {
  to.number(rows.size());
  for (const ClickRow& row : rows) {
    to.number(row.key);
    to.number(row.clicks);
    to.number(row.first);
  }
}

/// Stands for a user agent. Quick and no more: a collision hides one doubt.
std::uint64_t fingerprint(std::string_view text) {
  constexpr std::uint64_t odd = 0x9e3779b97f4a7c15U;
  std::uint64_t sum = text.size();
  for (; !text.empty(); text.remove_prefix(std::min<std::size_t>(text.size(), 8))) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data(), std::min<std::size_t>(text.size(), 8));
    sum = std::rotl((sum ^ word) * odd, 29);
  }
  return sum * odd;
}

/// Stands for a user agent and what its request said beside it. Never 0.
std::uint32_t asker_of(std::uint64_t agent, std::uint16_t signals) {
  return (static_cast<std::uint32_t>(agent >> 32) ^ (std::uint32_t{signals} << 1)) | 1U;
}

bool before_seq(const RecentHit& hit, std::uint64_t seq) {
  return hit.seq < seq;
}

bool by_time(const RecentHit* a, const RecentHit* b) {
  return a->at_ms < b->at_ms;
}

bool by_recipient_and_time(const RecentHit* a, const RecentHit* b) {
  return a->recipient != b->recipient ? a->recipient < b->recipient : a->at_ms < b->at_ms;
}

}  // namespace

ClickRow& detail::row_of(std::vector<ClickRow>& rows, std::uint32_t key) {
  auto row = rows.end();
  if (!rows.empty() && rows.back().key >= key)
    row = std::lower_bound(rows.begin(), rows.end(), key, [](const ClickRow& one, auto to) { return one.key < to; });
  if (row == rows.end() || row->key != key) row = rows.insert(row, ClickRow{key});
  return *row;
}

ShardState::ShardState(CampaignShape shape) : shape_(std::move(shape)) {
  totals_.links.resize(shape_.links.size());
  link_clickers_.resize(shape_.links.size());
  judges_scans_ = !shape_.aggregate && has_scans(shape_.links);
}

void ShardState::restart() {
  ShardState empty(std::move(shape_));
  empty.cleared_ = std::move(cleared_);
  *this = std::move(empty);
}

bool ShardState::is_test(const Hit& hit) const noexcept {
  // Whatever the worker called it: the last index is the composer's own trial.
  return hit.hit_class == HitClass::test ||
         (!shape_.aggregate && hit.recipient == test_recipient(static_cast<std::uint32_t>(shape_.links.size())));
}

bool ShardState::is_ours(const Hit& hit) const noexcept {
  if (hit.link >= shape_.links.size()) return false;
  if (shape_.aggregate || is_test(hit)) return true;
  return hit.recipient < shape_.recipients && shard_of(hit.recipient, shape_.shards) == shape_.shard;
}

void ShardState::take(const HitBatch& batch, std::uint64_t seq) {
  std::vector<Device> device(batch.agents.size());
  std::transform(batch.agents.begin(), batch.agents.end(), device.begin(), device_of);
  std::vector<std::uint64_t> agent(batch.agents.size());
  if (judges_scans_) std::transform(batch.agents.begin(), batch.agents.end(), agent.begin(), fingerprint);
  const std::vector<std::uint16_t> judgements = judgements_of(batch);
  const std::size_t known = recent_.size();
  for (std::size_t i = 0; i < batch.hits.size(); ++i) {
    const Hit& hit = batch.hits[i];
    if (!is_ours(hit)) continue;
    RecentHit row{hit.at_ms, seq, static_cast<std::uint32_t>(i), hit.recipient, hit.link, 0, 0, hit.country};
    row.hit_class = is_test(hit) ? HitClass::test : hit.hit_class;
    row.device = device[hit.agent];
    row.judgement = judgements[i];
    if (judges_scans_) {
      row.asker = asker_of(agent[hit.agent], hit.signals);
      row.asn = hit.asn;
    }
    recent_.push_back(row);
  }
  // A batch that could not be read at first comes after later ones.
  const auto first = recent_.begin() + static_cast<std::ptrdiff_t>(known);
  std::rotate(std::partition_point(recent_.begin(), first, [seq](const RecentHit& hit) { return hit.seq <= seq; }),
              first, recent_.end());
}

bool ShardState::is_marked(const Bitmap& bitmap, std::uint32_t recipient) const {
  const std::uint32_t index = recipient / shape_.shards;
  return index / 8 < bitmap.size() && (bitmap[index / 8] & (1U << (index % 8))) != 0;
}

bool ShardState::has_clicked(std::uint32_t recipient) const {
  return recipient < shape_.recipients && shard_of(recipient, shape_.shards) == shape_.shard &&
         is_marked(clickers_, recipient);
}

bool ShardState::mark(Bitmap& bitmap, std::uint32_t recipient) const {
  const std::uint32_t index = recipient / shape_.shards;
  if (bitmap.size() <= index / 8) bitmap.resize(index / 8 + 1);
  const auto bit = static_cast<std::uint8_t>(1U << (index % 8));
  std::uint8_t& octet = bitmap[index / 8];
  const bool is_new = (octet & bit) == 0;
  octet = static_cast<std::uint8_t>(octet | bit);
  return is_new;
}

void ShardState::count(const RecentHit& hit) {
  const HitClass hit_class = hit.scan ? HitClass::scanner : hit.hit_class;
  ++totals_.links[hit.link].hits[static_cast<std::size_t>(hit_class)];
  totals_.last_hit_ms = std::max(totals_.last_hit_ms, hit.at_ms);
  if (hit.judgement != 0) {
    const std::uint32_t rules = judgements_[hit.judgement - 1U].rules;
    const std::size_t why = hit.scan ? judgement_of(scan_reason, rules) : hit.judgement;
    ++judgements_[why - 1].hits[static_cast<std::size_t>(hit_class)];
  }
  if (hit_class == HitClass::human) count_person(hit);
  if (hit.scan && hit.seq != 0) scans_.push_back({hit.seq, hit.index, hit.recipient});
}

void ShardState::count_person(const RecentHit& hit) {
  if (!shape_.aggregate && mark(link_clickers_[hit.link], hit.recipient)) ++totals_.links[hit.link].unique;
  switch (shape_.links[hit.link]) {
    case LinkKind::destination: count_click(hit); break;
    case LinkKind::opt_out:
      if (!shape_.aggregate && mark(openers_, hit.recipient)) ++totals_.openers;
      break;
  }
}

void ShardState::count_click(const RecentHit& hit) {
  const bool is_first = !shape_.aggregate && mark(clickers_, hit.recipient);
  if (is_first) ++totals_.clickers;
  const auto count_in = [&](std::vector<ClickRow>& rows, std::uint32_t key) {
    ClickRow& row = detail::row_of(rows, key);
    ++row.clicks;
    if (is_first) ++row.first;
  };
  count_in(totals_.timeline, step_of(hit.at_ms, shape_.published_at_ms, hour_ms, last_hour));
  const std::uint32_t minute = step_of(hit.at_ms, shape_.published_at_ms, minute_ms, minutes_kept);
  if (minute < minutes_kept) count_in(totals_.minutes, minute);
  if (hit.country != 0) ++detail::row_of(totals_.countries, hit.country).clicks;
  ++totals_.device[static_cast<std::size_t>(hit.device)];
}

std::vector<RecentHit*> ShardState::in_time() {
  const auto is_before = [](const RecentHit& a, const RecentHit& b) { return by_time(&a, &b); };
  std::vector<RecentHit*> hits;
  // What one isolate sent is in order already; hits of the same moment stay in theirs, so that every build counts
  // alike.
  if (std::is_sorted(recent_.begin(), recent_.end(), is_before)) return hits;
  hits.resize(recent_.size());
  std::transform(recent_.begin(), recent_.end(), hits.begin(), [](RecentHit& hit) { return &hit; });
  std::stable_sort(hits.begin(), hits.end(), by_time);
  return hits;
}

void ShardState::count_until(std::int64_t limit_ms) {
  // A recipient's hits in the order of time, so that the hour of the first click is right.
  const std::vector<RecentHit*> ordered = in_time();
  for (std::size_t i = 0; i < recent_.size(); ++i) {
    RecentHit& hit = ordered.empty() ? recent_[i] : *ordered[i];
    if (hit.counted || (hit.at_ms >= limit_ms && hit.at_ms - limit_ms <= clock_jump_ms)) continue;
    count(hit);
    hit.counted = true;
  }
}

void ShardState::settle_all() {
  count_until(std::numeric_limits<std::int64_t>::max());
  recent_.clear();
}

void ShardState::settle(std::int64_t limit_ms) {
  if (judges_scans_) find_scans();
  count_until(limit_ms);
  std::erase_if(recent_, [this, limit_ms](const RecentHit& hit) {
    // Remembered only as long as a hit to come can reach it, and only if it can take part in a scan.
    return hit.counted && (hit.at_ms < limit_ms - scan_window_ms || hit.at_ms >= limit_ms || !judges_scans_ ||
                           !concerns_scans(hit.hit_class));
  });
}

std::vector<RecentHit*> ShardState::scan_suspects() {
  // A scan takes every destination: whoever left out the one that is followed least made none.
  std::vector<std::uint32_t> hits(shape_.links.size());
  for (const RecentHit& hit : recent_)
    if (hit.hit_class == HitClass::human) ++hits[hit.link];
  std::uint32_t rarest = 0;
  for (std::uint32_t link = 0; link < hits.size(); ++link)
    if (shape_.links[link] == LinkKind::destination &&
        (shape_.links[rarest] != LinkKind::destination || hits[link] < hits[rarest]))
      rarest = link;
  Bitmap followed;
  for (const RecentHit& hit : recent_)
    if (hit.hit_class == HitClass::human && hit.link == rarest && !is_marked(cleared_, hit.recipient))
      mark(followed, hit.recipient);

  std::vector<RecentHit*> suspects;
  for (RecentHit& hit : recent_)
    if (concerns_scans(hit.hit_class) && is_marked(followed, hit.recipient)) suspects.push_back(&hit);
  return suspects;
}

void ShardState::find_scans() {
  std::vector<RecentHit*> hits = scan_suspects();
  if (!std::is_sorted(hits.begin(), hits.end(), by_recipient_and_time))
    std::stable_sort(hits.begin(), hits.end(), by_recipient_and_time);
  mark_scans(hits, shape_.links);
}

bool ShardState::clear(std::uint32_t recipient) {
  if (shape_.aggregate || recipient >= shape_.recipients || shard_of(recipient, shape_.shards) != shape_.shard ||
      !mark(cleared_, recipient))
    return false;
  for (RecentHit& hit : recent_)
    if (hit.recipient == recipient) hit.scan = false;
  return true;
}

void ShardState::restore(const HitBatch& batch, std::span<const std::uint16_t> scanned) {
  for (const std::uint16_t index : scanned) {
    if (index >= batch.hits.size() || !is_ours(batch.hits[index])) continue;
    const Hit& hit = batch.hits[index];
    auto& hits = totals_.links[hit.link].hits;
    constexpr auto scanner = static_cast<std::size_t>(HitClass::scanner);
    constexpr auto human = static_cast<std::size_t>(HitClass::human);
    const auto one_less = [](std::uint64_t& count) { count -= count > 0 ? 1 : 0; };
    one_less(hits[scanner]);
    ++hits[human];
    one_less(judgements_[judgement_of(scan_reason, hit.rules) - 1U].hits[scanner]);
    ++judgements_[judgement_of(batch.reasons[hit.reason], hit.rules) - 1U].hits[human];
    RecentHit row;
    row.at_ms = hit.at_ms;
    row.recipient = hit.recipient;
    row.link = hit.link;
    row.country = hit.country;
    row.device = device_of(batch.agents[hit.agent]);
    count_person(row);
  }
}

std::vector<Outcome> ShardState::outcomes(const HitBatch& batch, std::uint64_t seq,
                                          std::span<const std::uint16_t> scanned) const {
  std::vector<Outcome> outcomes(batch.hits.size());
  for (std::size_t i = 0; i < batch.hits.size(); ++i) {
    outcomes[i].hit_class = is_test(batch.hits[i]) ? HitClass::test : batch.hits[i].hit_class;
    if (!is_ours(batch.hits[i])) outcomes[i].standing = Standing::left_out;
  }
  for (const std::uint16_t index : scanned) {
    if (index >= outcomes.size()) continue;
    const bool is_person = is_marked(cleared_, batch.hits[index].recipient);
    outcomes[index].change = is_person ? Change::cleared : Change::scan;
    if (!is_person) outcomes[index].hit_class = HitClass::scanner;
  }
  for (auto hit = std::lower_bound(recent_.begin(), recent_.end(), seq, before_seq);
       hit != recent_.end() && hit->seq == seq; ++hit) {
    // What is told of one that waits was decided after this state was saved.
    if (!hit->counted && hit->index < outcomes.size())
      outcomes[hit->index] = {hit->hit_class, Standing::waiting, Change::none};
  }
  return outcomes;
}

std::vector<std::uint8_t> ShardState::save() const {
  // With what stands first in it already: else g++ 14 warns of what push_back would free, at -O3.
  std::vector<std::uint8_t> octets = {version};
  std::size_t size = 64 + clickers_.size() + openers_.size() + cleared_.size() +
                     (totals_.timeline.size() + totals_.minutes.size()) * 8 + judgements_.size() * 32 +
                     recent_.size() * 32;
  for (const Bitmap& bitmap : link_clickers_) size += bitmap.size() + 64;
  octets.reserve(size);
  detail::OctetWriter to(octets);
  const WaitingHits summary = waiting();
  to.number(summary.hits);
  to.number(static_cast<std::uint64_t>(summary.first_ms));
  to.octet(shape_.aggregate ? 1 : 0);
  to.number(shape_.links.size());
  to.number(shape_.shards);
  to.number(shape_.shard);
  for (std::size_t i = 0; i < totals_.links.size(); ++i) {
    for (const std::uint64_t hits : totals_.links[i].hits) to.number(hits);
    to.octets(link_clickers_[i]);
  }
  to.octets(clickers_);
  to.octets(openers_);
  to.octets(cleared_);
  write_rows(to, totals_.timeline);
  write_rows(to, totals_.minutes);
  write_rows(to, totals_.countries);
  for (const std::uint64_t clicks : totals_.device) to.number(clicks);
  to.number(static_cast<std::uint64_t>(totals_.last_hit_ms));
  save_judgements(to);
  to.number(recent_.size());
  // Each is put together beside the vector, as they are most of what is written.
  std::array<std::uint8_t, 11 * detail::longest_number> row{};
  RecentHit previous;
  for (const RecentHit& hit : recent_) {
    std::uint8_t* end = row.data();
    const unsigned kinds = static_cast<unsigned>(hit.hit_class) | static_cast<unsigned>(hit.device) << 3;
    const unsigned flags = (hit.counted ? 1U : 0U) | (hit.scan ? 2U : 0U);
    for (const std::uint64_t number :
         {detail::zigzag(hit.at_ms - previous.at_ms), hit.seq - previous.seq, std::uint64_t{hit.index},
          std::uint64_t{hit.recipient}, std::uint64_t{hit.link}, std::uint64_t{hit.country}, std::uint64_t{kinds},
          std::uint64_t{flags}, std::uint64_t{hit.asker}, std::uint64_t{hit.asn}, std::uint64_t{hit.judgement}})
      end = detail::put_number(end, number);
    octets.insert(octets.end(), row.data(), end);
    previous = hit;
  }
  return octets;
}

std::vector<std::uint8_t> ShardState::clickers(std::uint32_t link) const {
  return link < link_clickers_.size() ? link_clickers_[link] : Bitmap();
}

WaitingHits ShardState::waiting() const noexcept {
  WaitingHits summary;
  for (const RecentHit& hit : recent_) {
    if (hit.counted) continue;
    summary.first_ms = summary.hits == 0 ? hit.at_ms : std::min(summary.first_ms, hit.at_ms);
    ++summary.hits;
  }
  return summary;
}

}  // namespace klikspor
