#pragma once
#include <algorithm>
#include <cstdint>
#include <set>
#include <span>
#include <vector>

#include "klikspor/scan.hpp"

/// The scan rule as docs/how-it-works.md says it, hit by hit and window by window: slow, and easy to believe.
namespace scan_definition {

inline bool is_doubtful(const std::vector<klikspor::RecentHit>& window) {
  using klikspor::HitClass;
  std::set<std::uint32_t> askers;
  std::set<std::uint32_t> networks;
  for (const auto& hit : window) {
    if (hit.hit_class != HitClass::human) return true;
    if (hit.device == klikspor::Device::other) return true;
    if (hit.asker != 0) askers.insert(hit.asker);
    if (hit.asn != 0) networks.insert(hit.asn);
    for (const auto& other : window)
      if (other.hit_class == HitClass::human && other.link != hit.link && other.at_ms >= hit.at_ms &&
          other.at_ms - hit.at_ms < klikspor::hand_ms)
        return true;
  }
  return askers.size() > 1 || networks.size() > 1;
}

/// For each of one recipient's hits whether it is part of a scan.
inline std::vector<bool> scans(std::span<const klikspor::RecentHit> hits, std::span<const klikspor::LinkKind> links) {
  using klikspor::HitClass;
  const auto all = static_cast<std::size_t>(std::count(links.begin(), links.end(), klikspor::LinkKind::destination));
  std::vector<bool> found(hits.size());
  if (all < 2) return found;
  for (const auto& first : hits) {
    const auto is_inside = [&first](const klikspor::RecentHit& hit) {
      return hit.at_ms >= first.at_ms && hit.at_ms - first.at_ms <= klikspor::scan_window_ms &&
             (hit.hit_class == HitClass::human || hit.hit_class == HitClass::head ||
              hit.hit_class == HitClass::scanner);
    };
    std::vector<klikspor::RecentHit> window;
    std::copy_if(hits.begin(), hits.end(), std::back_inserter(window), is_inside);
    std::set<std::uint32_t> followed;
    for (const auto& hit : window)
      if (hit.hit_class == HitClass::human && links[hit.link] == klikspor::LinkKind::destination)
        followed.insert(hit.link);
    if (followed.size() < all || (all == 2 && !is_doubtful(window))) continue;
    for (std::size_t i = 0; i < hits.size(); ++i)
      if (hits[i].hit_class == HitClass::human && is_inside(hits[i])) found[i] = true;
  }
  return found;
}

}  // namespace scan_definition
