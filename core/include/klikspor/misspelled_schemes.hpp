#pragma once
#include <string_view>
#include <vector>

#include "klikspor/links.hpp"

namespace klikspor {

/// Where `http://` or `https://` before an address was misspelled, or stands there twice or with a space behind it:
/// what `https://` should stand instead of. No phone makes a link of it, or one that begins too late.
///
/// A word that one letter too many, too few, wrong or swapped makes of them, or two of these behind its `h` (`hts`,
/// `hrrps`), in front of what looks like `://`: other colons and slashes, escapes of them, some left out, signs or a
/// space between (`https//`, `https.//`, `http:`, `https: //`, `https:%2F%2F`). Not other schemes (`ftp://`), nor
/// within an address. In order; linear in `text`.
[[nodiscard]] std::vector<FoundLink> find_misspelled_schemes(std::u16string_view text);

}  // namespace klikspor
