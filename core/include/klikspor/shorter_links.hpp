#pragma once
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "klikspor/link_kind.hpp"

namespace klikspor {

/// A link of a template, as its outline tells it.
struct OutlinedLink {
  std::int32_t link = -1;  ///< position among the message's short links; -1: shown as it stands
  LinkKind kind = LinkKind::destination;
  std::u16string_view url;  ///< as written (`address_of`); of the opt-out link it is not read
};

/// The short links of a shorter text. It has none of its own: each is the message's link to the same place, so that
/// clicks on both are counted together and a recipient's slugs are the same whichever text is sent. For each short link
/// of `shorter`, in order, the number of the message's; -1: the message has none. The second link to a place is the
/// message's second; where it has no more, its last. Finishes every address once (`build_destination`).
[[nodiscard]] std::vector<std::int32_t> links_of_shorter(std::span<const OutlinedLink> message,
                                                         std::span<const OutlinedLink> shorter);

}  // namespace klikspor
