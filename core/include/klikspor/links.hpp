#pragma once
#include <cstdint>
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
///     last a well-known top-level domain written in one case (`brand.dk`, `BRAND.DK`, but not `Hej.Se her`).
/// Numbers (`3.5`), sentences without a space (`Hej.Hvordan`) and e-mail addresses are not links. A merge field
/// (`{{…}}`) that touches a link belongs to it, so that it can be refused. Linear in `text`.
[[nodiscard]] std::vector<FoundLink> find_links(std::u16string_view text);

}  // namespace klikspor
