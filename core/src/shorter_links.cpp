#include "klikspor/shorter_links.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "klikspor/destination.hpp"

namespace klikspor {
namespace {

/// A short link, and where it leads.
struct Place {
  std::int32_t link = -1;
  LinkKind kind = LinkKind::destination;
  std::u16string address;
};

std::vector<Place> places_of(std::span<const OutlinedLink> links) {
  std::vector<Place> places;
  for (const OutlinedLink& link : links) {
    if (link.link < 0) continue;
    Place place{link.link, link.kind, {}};
    if (link.kind == LinkKind::destination) {
      const auto finished = build_destination(link.url);
      // A refused address is the same place only as it is written.
      place.address = finished ? std::u16string(finished->url.begin(), finished->url.end()) : std::u16string(link.url);
    }
    places.push_back(std::move(place));
  }
  return places;
}

bool same_place(const Place& a, const Place& b) noexcept {
  return a.kind == b.kind && a.address == b.address;
}

}  // namespace

std::vector<std::int32_t> links_of_shorter(std::span<const OutlinedLink> message,
                                           std::span<const OutlinedLink> shorter) {
  const auto known = places_of(message);
  const auto wanted = places_of(shorter);
  std::vector<std::int32_t> links;
  for (auto place = wanted.begin(); place != wanted.end(); ++place) {
    auto times = std::count_if(wanted.begin(), place, [&](const Place& other) { return same_place(other, *place); });
    std::int32_t link = -1;
    for (const Place& other : known) {
      if (!same_place(other, *place)) continue;
      link = other.link;
      if (times-- == 0) break;
    }
    links.push_back(link);
  }
  return links;
}

}  // namespace klikspor
