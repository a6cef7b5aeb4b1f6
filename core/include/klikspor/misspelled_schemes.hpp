#pragma once
#include <string_view>
#include <vector>

#include "klikspor/links.hpp"

namespace klikspor {

/// Where `http://` or `https://` before an address was misspelled (`htps://`, `https//`, `https.//`, `http:`,
/// `https: //`), or stands there twice or with a space behind it: what `https://` should stand instead of. No phone
/// makes a link of it, or one that begins too late. None within an address. In order; linear in `text`.
[[nodiscard]] std::vector<FoundLink> find_misspelled_schemes(std::u16string_view text);

}  // namespace klikspor
