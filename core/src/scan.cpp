#include "klikspor/scan.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace klikspor {
namespace {

std::size_t destinations(std::span<const LinkKind> links) {
  return static_cast<std::size_t>(std::count(links.begin(), links.end(), LinkKind::destination));
}

/// The latest doubt about one recipient's hits. A window holds a doubt if it holds the earlier of the hits that raise
/// it; of several doubts the one whose earlier hit came last is in every window that holds any of them.
class Doubt {
 public:
  void add(const RecentHit& hit) {
    if (hit.hit_class != HitClass::human) {
      raise(hit.at_ms);  // method
      return;
    }
    if (hit.device == Device::other) raise(hit.at_ms);
    if (last_ != nullptr && last_->link != hit.link && hit.at_ms - last_->at_ms < hand_ms) raise(last_->at_ms);
    compare(asker_, hit, &RecentHit::asker);
    compare(asn_, hit, &RecentHit::asn);
    last_ = &hit;
  }
  [[nodiscard]] bool within(std::int64_t start_ms) const { return at_ms_ >= start_ms; }

 private:
  void raise(std::int64_t at_ms) { at_ms_ = std::max(at_ms_, at_ms); }
  void compare(const RecentHit*& known, const RecentHit& hit, std::uint32_t RecentHit::*what) {
    if (hit.*what == 0) return;
    if (known != nullptr && known->*what != hit.*what) raise(known->at_ms);
    known = &hit;
  }

  std::int64_t at_ms_ = -1;
  const RecentHit* last_ = nullptr;
  const RecentHit* asker_ = nullptr;  ///< the last hit whose asker is known
  const RecentHit* asn_ = nullptr;
};

}  // namespace

bool concerns_scans(HitClass hit_class) noexcept {
  return hit_class == HitClass::human || hit_class == HitClass::head || hit_class == HitClass::scanner;
}

bool has_scans(std::span<const LinkKind> links) noexcept {
  return destinations(links) >= 2;
}

void mark_scans(std::span<RecentHit* const> hits, std::span<const LinkKind> links) {
  const std::size_t all = destinations(links);
  const auto completes = [links](const RecentHit& hit) {
    return hit.hit_class == HitClass::human && links[hit.link] == LinkKind::destination;
  };
  // A window that slides over one recipient's hits and knows how many different destinations it holds.
  std::vector<std::uint32_t> held(links.size());
  std::size_t different = 0;
  std::size_t from = 0;
  std::size_t judged = 0;
  Doubt doubt;
  for (std::size_t to = 0; to < hits.size(); ++to) {
    const RecentHit& hit = *hits[to];
    if (to > 0 && hits[to - 1]->recipient != hit.recipient) doubt = {};
    for (; hits[from]->recipient != hit.recipient || hit.at_ms - hits[from]->at_ms > scan_window_ms; ++from)
      if (completes(*hits[from]) && --held[hits[from]->link] == 0) --different;
    doubt.add(hit);
    if (completes(hit) && held[hit.link]++ == 0) ++different;
    if (different < all || (all < sure_destinations && !doubt.within(hits[from]->at_ms))) continue;
    for (std::size_t i = std::max(from, judged); i <= to; ++i)
      if (!hits[i]->counted && hits[i]->hit_class == HitClass::human) hits[i]->scan = true;
    judged = to + 1;
  }
}

}  // namespace klikspor
