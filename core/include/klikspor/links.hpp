#pragma once
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

/// Links in a text, as a phone would make them tappable.
namespace klikspor {

/// A link: code units start … end-1 of the text. Closing punctuation and an unbalanced bracket stay outside.
struct FoundLink {
  std::uint32_t start = 0;
  std::uint32_t end = 0;
  friend bool operator==(const FoundLink&, const FoundLink&) = default;
};

/// Finds links in order. A link begins behind no letter, digit, `@`, `-`, `_` or single full stop, though behind a
/// letter of a script whose words stand without spaces, and with a scheme or `www` behind `-`, `_`, `.` and a word's
/// `/`, too (`Husk det.www.brand.dk`). It is one of
///   - `http://` or `https://` and all that follows;
///   - a host name without scheme, and path, query or fragment behind it. At least two labels, the first `www` or the
///     last a top-level domain that `core/data/top-level-domains.txt` marks for it, written in one case (`brand.dk`,
///     `BRAND.DK`, but not `Hej.Se her`). Labels but the last two may hold a `_`.
/// It ends before white space, a control character, `"`, `<`, `>` and any sign beyond ASCII (Unicode's punctuation,
/// symbols, emoji and invisible marks), as these stand behind an address more often than in one; letters of any script
/// go on, with a dash or a joiner between two beyond ASCII. Of what it then ends in, `.,;:!?|\^` and the backtick close
/// the sentence; `'*_~` belong to the address, unless one is open before it (`'https://brand.dk'`); where a bracket or
/// quotation mark that is open before it closes, it ends (`(www.brand.dk/x).Kun`). A host ends before the next
/// sentence: `www.brand.dk.Hvordan går det` is `www.brand.dk`. Numbers (`3.5`), sentences without a space
/// (`Hej.Hvordan`) and e-mail addresses (`brand.dk+sms@brand.dk`) are not links. A merge field (`{{…}}`) that touches a
/// link belongs to it, so that it can be refused. Linear in `text`. The measure is what phones make tappable
/// (tests/data/links.tsv says where that is known from).
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

}  // namespace klikspor
