#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "klikspor/links.hpp"
#include "letters.hpp"
#include "signs.hpp"
#include "white_space.hpp"

/// What links in texts are made of: for finding them, for what stands beside one, and for misspelled schemes.
namespace klikspor::detail {

inline constexpr auto npos = std::u16string_view::npos;

/// What no address holds, and no phone reads over.
[[nodiscard]] constexpr bool is_gap(char16_t c) noexcept {
  return is_white(c) || is_control(c);
}

/// Letters and marks of any script but those that take two code units.
[[nodiscard]] inline bool is_letter(char16_t c) noexcept {
  return c < 0x80 ? is_ascii_letter(c) : !is_sign(c);
}

[[nodiscard]] inline bool is_word(char16_t c) noexcept {
  return is_letter(c) || is_digit(c);
}

[[nodiscard]] inline char16_t unit_at(std::u16string_view text, std::size_t at) noexcept {
  return at < text.size() ? text[at] : u' ';
}

/// Whether letters of words without spaces end at `at`, and others begin: 网址www.brand.dk.
[[nodiscard]] bool turns_plain(std::u16string_view text, std::size_t at) noexcept;

/// Whether what stands at `at` is no part of any address. A joiner or a dash between two letters beyond ASCII is of a
/// word, in an address that was copied as browsers show it (Persian, Hindi, `/Ærø–Åland`); and a digit may be one of an
/// emoji (1️⃣).
[[nodiscard]] bool ends_link(std::u16string_view text, std::size_t at) noexcept;

/// Whether a link may begin at `at`: not inside a word, an address or another link.
[[nodiscard]] bool may_begin(std::u16string_view text, std::size_t at) noexcept;

[[nodiscard]] bool starts_with_ignoring_case(std::u16string_view text, std::size_t at,
                                             std::u16string_view prefix) noexcept;

/// Behind `{{…}}` at `at`, or `at` if none stands there: at most 200 units and in one line, so that the search is
/// linear.
[[nodiscard]] std::size_t skip_field(std::u16string_view text, std::size_t at) noexcept;

/// What closes a sentence, and what no address ends in (RFC 3986, 2): phones leave both outside.
[[nodiscard]] bool is_closing(char16_t c) noexcept;

/// The length of `http://` or `https://` at `at`; 0: neither stands there.
[[nodiscard]] std::size_t scheme_at(std::u16string_view text, std::size_t at) noexcept;

/// Whether a host begins at `at` that says so itself, whatever stands before it.
[[nodiscard]] bool is_www(std::u16string_view text, std::size_t at) noexcept;

/// What a host without scheme is by its last label.
enum class Ending : std::uint8_t {
  none,
  known,  ///< phones take it for a link
  link,   ///< so does `find_links`
  word,   ///< so does it, and sentences begin with it, too
};

/// `any_case`: or whatever its case, as behind a scheme.
[[nodiscard]] Ending ending_of(std::u16string_view label, bool any_case = false) noexcept;

/// What documents and tests write as an ending (RFC 2606).
inline constexpr std::u16string_view documentation = u"example";

struct PlainHost {
  std::size_t end = npos;
  Ending ending = Ending::none;
};

/// The labels of a name that begins at some place: as many as there are, and as many as end in a known ending.
struct Labels {
  std::size_t all = npos;  ///< npos: fewer than two
  PlainHost known;
  std::size_t known_count = 0;
  std::size_t last = 0;  ///< where the last of all begins
};

[[nodiscard]] Labels read_labels(std::u16string_view text, std::size_t start) noexcept;

/// Whether a host that ends at `at` has a path, a query, a fragment or a port behind it, or a merge field. A question
/// mark alone is the sentence's.
[[nodiscard]] bool goes_on(std::u16string_view text, std::size_t at) noexcept;

/// An ending in letters beyond ASCII, or in their Punycode: the table has neither.
[[nodiscard]] bool is_foreign(std::u16string_view label) noexcept;

/// The host name without scheme that begins at `start`. The next sentence is none of it: `www.brand.dk.Hvordan` ends
/// behind `dk`, as phones read it.
[[nodiscard]] PlainHost host_without_scheme(std::u16string_view text, std::size_t start) noexcept;

/// End of the link that begins at `at`, closing punctuation taken off; npos: none does.
[[nodiscard]] std::size_t link_end(std::u16string_view text, std::size_t at) noexcept;

/// End of the link that a merge field at `field` begins, and that goes on at `at`: `{{butik}}.brand.dk`,
/// `{{butik}}.dk/x`; npos: none.
[[nodiscard]] std::size_t link_end_behind_field(std::u16string_view text, std::size_t at) noexcept;

[[nodiscard]] constexpr FoundLink link_between(std::size_t start, std::size_t end) noexcept {
  return {static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(end)};
}

}  // namespace klikspor::detail
