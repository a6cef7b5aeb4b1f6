#include "klikspor/hits.hpp"

#include <algorithm>

#include "detail/octets.hpp"
#include "klikspor/detail/siphash.hpp"

// A packed batch: version, attempts, detours (an octet each, so that a delivery can be stamped in place), a checksum of
// all that follows (four octets), then in variable-length numbers: hits, time of the earliest hit, time from there to
// the latest, agents, reasons, and each hit as differences to the one before.

namespace klikspor {
namespace {

constexpr std::uint8_t version = 1;
constexpr std::size_t front = 7;
constexpr std::size_t attempts_at = 1;
constexpr std::size_t detours_at = 2;
constexpr std::size_t checksum_at = 3;
/// Nine numbers a hit, an octet each at least: bounds what a forged count can make us allocate.
constexpr std::size_t shortest_hit = 9;
constexpr std::uint64_t latest_ms = std::uint64_t{1} << 53;
constexpr std::uint32_t link_limit = 1U << 24;
constexpr std::uint32_t unused = 0xffffffffU;

/// Finds octets damaged in storage or in transit. Not a signature: whoever can write batches is trusted.
std::uint32_t checksum(std::span<const std::uint8_t> octets) {
  return static_cast<std::uint32_t>(detail::siphash24(detail::SipKey{}, octets));
}

bool is_whole(std::span<const std::uint8_t> octets) {
  return octets.size() > front && octets.size() <= longest_batch && octets[0] == version &&
         detail::little_endian(octets.subspan(checksum_at, 4)) == checksum(octets.subspan(front));
}

std::uint8_t delivery_octet(std::uint32_t count) {
  return static_cast<std::uint8_t>(std::min(count, most_deliveries));
}

/// At most `most` octets of UTF-8, no character cut in two.
std::string_view cut(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xc0U) == 0x80U) --most;
  return text.substr(0, most);
}

/// Texts of a table that hits name, numbered in the order of their first use.
class UsedTexts {
 public:
  UsedTexts(const std::vector<std::string_view>& texts, std::size_t longest)
      : texts_(&texts), longest_(longest), number_(texts.size(), unused) {}

  std::uint32_t number_of(std::uint32_t index) {
    if (number_[index] == unused) {
      number_[index] = static_cast<std::uint32_t>(used_.size());
      used_.push_back(index);
      octets_ += text(index).size() + 2;
    }
    return number_[index];
  }
  [[nodiscard]] std::size_t octets() const { return octets_; }
  [[nodiscard]] std::size_t count() const { return used_.size(); }
  void forget_after(std::size_t count) {
    for (; used_.size() > count; used_.pop_back()) {
      octets_ -= text(used_.back()).size() + 2;
      number_[used_.back()] = unused;
    }
  }
  void write(detail::OctetWriter& to) const {
    to.number(used_.size());
    for (const std::uint32_t index : used_) to.text(text(index));
  }

 private:
  [[nodiscard]] std::string_view text(std::uint32_t index) const { return cut((*texts_)[index], longest_); }

  const std::vector<std::string_view>* texts_;
  std::size_t longest_;
  std::vector<std::uint32_t> number_;
  std::vector<std::uint32_t> used_;
  std::size_t octets_ = 0;
};

bool read_texts(detail::OctetReader& from, std::size_t longest, std::vector<std::string_view>& texts) {
  const std::size_t count = from.number32();
  if (count > from.left()) return false;
  texts.reserve(count);
  for (std::size_t i = 0; i < count; ++i) texts.push_back(from.text(longest));
  return from.ok();
}

}  // namespace

std::uint16_t pack_country(std::string_view country) noexcept {
  if (country.size() != 2) return 0;
  unsigned packed = 0;
  for (const char sign : country) {
    unsigned value = 0;
    if (sign >= '0' && sign <= '9') {
      value = static_cast<unsigned>(sign - '0');
    } else if (sign >= 'A' && sign <= 'Z') {
      value = static_cast<unsigned>(sign - 'A') + 10;
    } else {
      return 0;
    }
    packed = packed * 36 + value;
  }
  return static_cast<std::uint16_t>(packed + 1);
}

std::string country_name(std::uint16_t country) {
  if (country == 0) return {};
  const auto sign = [](unsigned value) { return static_cast<char>(value < 10 ? '0' + value : 'A' + value - 10); };
  const unsigned packed = country - 1U;
  return {sign(packed / 36), sign(packed % 36)};
}

std::size_t pack_hits(const HitBatch& batch, std::size_t first, std::vector<std::uint8_t>& out, std::size_t limit) {
  // Room for the front and the five numbers before the hits, at their longest.
  constexpr std::size_t overhead = front + 5 + 10 + 10 + 5 + 5;
  UsedTexts agents(batch.agents, longest_agent);
  UsedTexts reasons(batch.reasons, longest_reason);
  std::vector<std::uint8_t> body;
  body.reserve(std::min(limit, (batch.hits.size() - first) * 16));
  detail::OctetWriter hits(body);

  std::int64_t earliest = first < batch.hits.size() ? batch.hits[first].at_ms : 0;
  std::int64_t latest = earliest;
  Hit previous;
  previous.at_ms = earliest;
  std::size_t next = first;
  for (; next < batch.hits.size(); ++next) {
    const Hit& hit = batch.hits[next];
    const std::size_t body_before = body.size();
    const std::size_t agents_before = agents.count();
    const std::size_t reasons_before = reasons.count();
    hits.difference(hit.at_ms - previous.at_ms);
    hits.number(hit.recipient);
    hits.number(std::uint64_t{hit.link} << 3 | static_cast<std::uint64_t>(hit.hit_class));
    hits.number(agents.number_of(hit.agent));
    hits.number(reasons.number_of(hit.reason));
    hits.difference(std::int64_t{hit.rules} - std::int64_t{previous.rules});
    hits.number(hit.country);
    hits.number(hit.asn);
    hits.number(hit.signals);
    if (overhead + agents.octets() + reasons.octets() + body.size() > limit) {
      body.resize(body_before);
      agents.forget_after(agents_before);
      reasons.forget_after(reasons_before);
      break;
    }
    earliest = std::min(earliest, hit.at_ms);
    latest = std::max(latest, hit.at_ms);
    previous = hit;
  }

  out.clear();
  out.reserve(overhead + agents.octets() + reasons.octets() + body.size());
  out.assign({version, delivery_octet(batch.attempts), delivery_octet(batch.detours), 0, 0, 0, 0});
  detail::OctetWriter to(out);
  to.number(next - first);
  to.number(static_cast<std::uint64_t>(earliest));
  to.number(static_cast<std::uint64_t>(latest - earliest));
  to.number(static_cast<std::uint64_t>(first < batch.hits.size() ? batch.hits[first].at_ms - earliest : 0));
  agents.write(to);
  reasons.write(to);
  out.insert(out.end(), body.begin(), body.end());
  const std::uint32_t sum = checksum(std::span(out).subspan(front));
  for (std::size_t i = 0; i < 4; ++i) out[checksum_at + i] = static_cast<std::uint8_t>(sum >> (8 * i));
  return next - first;
}

std::vector<std::uint8_t> without_recipient(HitBatch batch, std::uint32_t recipient) {
  const auto is_theirs = [recipient](const Hit& hit) { return hit.recipient == recipient && hit.link != no_link; };
  const auto other = std::find_if_not(batch.hits.begin(), batch.hits.end(), is_theirs);
  if (std::none_of(batch.hits.begin(), batch.hits.end(), is_theirs)) return {};
  // As the hit before it, whose moment and texts are another's: no text comes with it, and the difference takes an
  // octet.
  Hit place = other == batch.hits.end() ? Hit{} : *other;
  if (other == batch.hits.end()) {
    batch.agents = {""};
    batch.reasons = {""};
  }
  for (Hit& hit : batch.hits) {
    if (is_theirs(hit)) {
      hit = Hit{};
      hit.at_ms = place.at_ms;
      hit.agent = place.agent;
      hit.reason = place.reason;
      hit.rules = place.rules;
      hit.link = no_link;
    } else {
      place = hit;
    }
  }
  std::vector<std::uint8_t> packed;
  if (pack_hits(batch, 0, packed, longest_batch) < batch.hits.size()) {
    // A full batch of almost nothing else, without network and country: places may be longer than what stood there.
    std::erase_if(batch.hits, [](const Hit& hit) { return hit.link == no_link; });
    pack_hits(batch, 0, packed, longest_batch);
  }
  return packed;
}

std::optional<HitBatch> unpack_hits(std::span<const std::uint8_t> octets) {
  if (!is_whole(octets)) return std::nullopt;
  detail::OctetReader from(octets.subspan(front));
  HitBatch batch;
  batch.attempts = octets[attempts_at];
  batch.detours = octets[detours_at];
  const std::size_t count = from.number32();
  const auto earliest = static_cast<std::int64_t>(from.number(latest_ms));
  const auto latest = earliest + static_cast<std::int64_t>(from.number(latest_ms));
  Hit previous;
  previous.at_ms = earliest + static_cast<std::int64_t>(from.number(latest_ms));
  if (!read_texts(from, longest_agent, batch.agents) || !read_texts(from, longest_reason, batch.reasons))
    return std::nullopt;
  if (count > from.left() / shortest_hit) return std::nullopt;
  batch.hits.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    Hit hit;
    const std::int64_t step = from.difference();
    hit.recipient = from.number32();
    const std::uint32_t link_and_class = from.number32();
    hit.agent = from.number32();
    hit.reason = from.number32();
    const std::int64_t rules_step = from.difference();
    hit.country = static_cast<std::uint16_t>(from.number(highest_country));
    hit.asn = from.number32();
    hit.signals = static_cast<std::uint16_t>(from.number(0xffff));
    constexpr auto most_step = static_cast<std::int64_t>(latest_ms);
    if (!from.ok() || step > most_step || step < -most_step || rules_step > 0xffffffffLL || rules_step < -0xffffffffLL)
      return std::nullopt;
    hit.at_ms = previous.at_ms + step;
    const std::int64_t rules = std::int64_t{previous.rules} + rules_step;
    if (hit.at_ms < earliest || hit.at_ms > latest || rules < 0 || rules > 0xffffffffLL) return std::nullopt;
    hit.rules = static_cast<std::uint32_t>(rules);
    hit.link = link_and_class >> 3;
    if ((link_and_class & 7U) >= hit_classes || hit.link >= link_limit || hit.agent >= batch.agents.size() ||
        hit.reason >= batch.reasons.size())
      return std::nullopt;
    hit.hit_class = static_cast<HitClass>(link_and_class & 7U);
    batch.hits.push_back(hit);
    previous = hit;
  }
  if (!from.at_end()) return std::nullopt;
  return batch;
}

std::optional<BatchHeader> read_batch_header(std::span<const std::uint8_t> octets) noexcept {
  if (!is_whole(octets)) return std::nullopt;
  detail::OctetReader from(octets.subspan(front));
  BatchHeader header;
  header.attempts = octets[attempts_at];
  header.detours = octets[detours_at];
  header.hits = from.number32();
  header.first_ms = static_cast<std::int64_t>(from.number(latest_ms));
  header.last_ms = header.first_ms + static_cast<std::int64_t>(from.number(latest_ms));
  if (!from.ok()) return std::nullopt;
  return header;
}

bool stamp_batch(std::span<std::uint8_t> octets, std::uint32_t attempts, std::uint32_t detours) noexcept {
  if (!is_whole(octets)) return false;
  octets[attempts_at] = delivery_octet(attempts);
  octets[detours_at] = delivery_octet(detours);
  return true;
}

}  // namespace klikspor
