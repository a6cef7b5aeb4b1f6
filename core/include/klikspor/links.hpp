#pragma once
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

/// Links in a text, as a phone would make them tappable.
namespace klikspor {

/// A link: code units start … end-1 of the text. Closing punctuation and an unbalanced closing bracket stay outside.
struct FoundLink {
  std::uint32_t start = 0;
  std::uint32_t end = 0;
  friend bool operator==(const FoundLink&, const FoundLink&) = default;
};

/// Finds links in order. A link begins behind no letter, digit, `@`, `-` or `_` and is one of
///   - `http://` or `https://` and all that follows up to white space, a control character, a quotation mark, < or >;
///   - a host name without scheme, and path, query or fragment behind it. At least two labels, the first `www` or the
///     last a top-level domain that `core/data/top-level-domains.txt` marks for it, written in one case (`brand.dk`,
///     `BRAND.DK`, but not `Hej.Se her`).
/// Numbers (`3.5`), sentences without a space (`Hej.Hvordan`) and e-mail addresses are not links. A merge field
/// (`{{…}}`) that touches a link belongs to it, so that it can be refused. Linear in `text`.
[[nodiscard]] std::vector<FoundLink> find_links(std::u16string_view text);

/// Hosts without scheme that end in any other top-level domain (`brand.boutique`), each without what stands behind it.
/// Phones make them tappable. `find_links` leaves them alone, as many are words of a sentence (`Husk.gratis levering`):
/// who meant a link writes `https://` in front. By the same grammar, so none of them stands in a link, a merge field or
/// an e-mail address. In order; linear in `text`.
[[nodiscard]] std::vector<FoundLink> find_overlooked_links(std::u16string_view text);

/// Where the links of a finished message stand, as an iPhone asks before it draws a card for one.
enum class LinkCard : std::uint8_t {
  no_link,
  several,  ///< no card for any of them
  inside,   ///< one, with something other than white space before it and behind it, be it a full stop: no card
  edge,     ///< one, first or last: a card
};

/// `links`: those of `text`, as `find_links` has them.
[[nodiscard]] LinkCard link_card(std::u16string_view text, std::span<const FoundLink> links) noexcept;

/// What stands right beside a link, as bits.

/// A letter, a digit or a merge field before it. A phone may see another host, or no link at all.
inline constexpr std::uint8_t joined_before = 1;
/// Punctuation behind it that closes a sentence or a bracket. Some phones take it into the link, which leads to
/// the same place (`Sealer::open` ignores it).
inline constexpr std::uint8_t sign_behind = 2;
/// Anything else behind it but white space and signs that no phone takes for a part of a link, or punctuation with more
/// behind it. A phone may take it into the link, which then leads nowhere.
inline constexpr std::uint8_t joined_behind = 4;

/// What stands beside the code units start … end-1 of a template or message, which need not be a link as it is written
/// there (`{{afmeld}}` becomes one).
[[nodiscard]] std::uint8_t beside_link(std::u16string_view text, FoundLink link) noexcept;

}  // namespace klikspor
