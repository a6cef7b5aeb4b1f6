#pragma once
#include <cstdint>
#include <string_view>

#include "klikspor/links.hpp"

namespace klikspor {

/// What is doubtful about where a link begins and ends, as bits.

/// A letter, a digit, a merge field, or what joins labels and words (`.`, `-`, `_`, `/`) before it. A phone may see
/// another host, or no link at all.
inline constexpr std::uint8_t joined_before = 1;
/// Signs behind it, and then white space or what no phone takes for a part of a link. Some phones take them into the
/// link; a short link leads to the same place all the same (`bare_token`).
inline constexpr std::uint8_t sign_behind = 2;
/// A letter, a digit or a merge field behind it, if behind signs; or `/..`. A phone may take it into the link, which
/// then leads nowhere.
inline constexpr std::uint8_t joined_behind = 4;
/// Its host ends in no top-level domain: it leads nowhere, or a space is missing.
inline constexpr std::uint8_t unknown_ending = 8;
/// Its host ends in a country's top-level domain and one more, where a sentence goes on: `www.brand.dk.vi ses`; or it
/// ends in a capitalised word behind a sign that closes sentences: `brand.dk/sommer.Kun i dag`. The last may be the
/// sentence's.
inline constexpr std::uint8_t second_ending = 16;
/// It is two plain words where a sentence goes on, and its ending may begin one: `Kom forbi.se mere`. A space may be
/// missing; `https://` or `www.` in front says that it is an address.
inline constexpr std::uint8_t plain_words = 32;
/// Another address begins in it where a space may be missing: `www.a.dk/www.b.dk`, `a.dkwww.b.dk`.
inline constexpr std::uint8_t second_link = 64;

/// Of the code units start … end-1 of a template or message, which need not be a link as it is written there
/// (`{{afmeld}}` becomes one). Linear in the word that it stands in.
[[nodiscard]] std::uint8_t beside_link(std::u16string_view text, FoundLink link) noexcept;

}  // namespace klikspor
