#pragma once
#include <cstdint>
#include <span>

#include "klikspor/device.hpp"
#include "klikspor/hits.hpp"
#include "klikspor/link_kind.hpp"

/// The scan rule: hits that by themselves look like a person's, and by how they came together are a machine's.
///
/// A scanner that imitates a phone gives itself away by following everything that a message holds. The message has two
/// destinations or more, the hits of one recipient reach all of them within `scan_window_ms`, and
///   - there are three destinations or more: between two of them a person has to go back to the message; or
///   - there are two, and something in the window is no doing of one person with one phone (a doubt):
///       agent    not a phone's, or not the same for all hits (user agent, or what the request said beside it);
///       network  not the same for all hits, where it is known;
///       order    none: two different links less than `hand_ms` apart, side by side and not one after the other;
///       method   a HEAD, or a hit that is a scanner's by itself, for the same recipient in the same window.
/// All human hits of such a window are the scanner's, those on the opt-out link too: it opened everything.
///
/// The opt-out link completes nothing. Shop link, then the way out, is what an annoyed person does; so a message with
/// one destination is never judged. Previews and prefetches raise no doubt: a person's phone makes them.
namespace klikspor {

/// All links of a recipient's message within this time are not a person's doing.
inline constexpr std::int64_t scan_window_ms = 2000;

/// Two links closer together than this were not tapped by one hand. Seeing, deciding and moving take 240 ms, the
/// quickest person 105 (Card, Moran and Newell, The Psychology of Human-Computer Interaction, 1983: 50 + 25 + 30); here
/// another app covers the message in between as well. Not longer, because networks shift what a hand spread: the first
/// tap opens a connection that the second finds open.
inline constexpr std::int64_t hand_ms = 100;

/// From so many destinations on no doubt is needed.
inline constexpr std::uint32_t sure_destinations = 3;

/// A hit that waits to be counted, or that has been and may take part in a scan with one still to come.
struct RecentHit {
  std::int64_t at_ms = 0;
  std::uint64_t seq = 0;    ///< number of its batch, 0: not told
  std::uint32_t index = 0;  ///< its place in the batch
  std::uint32_t recipient = 0;
  std::uint32_t link = 0;
  std::uint32_t asker = 0;  ///< stands for user agent and signals; 0: not known
  std::uint32_t asn = 0;    ///< 0: not known
  std::uint16_t country = 0;
  std::uint16_t judgement = 0;  ///< why it is of its class: a number of the state's, 0: not known
  HitClass hit_class = HitClass::human;
  Device device = Device::other;
  bool counted = false;
  bool scan = false;  ///< part of a scan: a scanner's hit, though by itself it looked like a person's
};

/// Whether a hit can take part in a scan, or raise a doubt.
[[nodiscard]] bool concerns_scans(HitClass hit_class) noexcept;

/// Whether messages with these links are judged at all.
[[nodiscard]] bool has_scans(std::span<const LinkKind> links) noexcept;

/// Marks those that are part of a scan and not counted yet. `hits`, each of a class that concerns scans, stand by
/// recipient and time; their links lie within `links`. Linear, however often one link is asked for.
void mark_scans(std::span<RecentHit* const> hits, std::span<const LinkKind> links);

}  // namespace klikspor
