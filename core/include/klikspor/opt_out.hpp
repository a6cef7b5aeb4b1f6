#pragma once
#include <cstddef>
#include <string_view>

namespace klikspor {

/// A longer text is no keyword, whatever it says: a person has to read it.
inline constexpr std::size_t longest_keyword_text = 160;

/// Whether an inbound message (UTF-16) withdraws consent: it consists of opt-out keywords (STOP, STOPP, AFMELD,
/// UNSUBSCRIBE, OPT OUT, …: Danish, Swedish, Norwegian, Finnish, German, Dutch, French, Spanish, English) and words of
/// courtesy or scope around them ("stop tak", "please unsubscribe me", "afmeld alle"). Case, accents, punctuation,
/// emoji and white space do not matter, nor do spaces between single letters ("S T O P"). Any other word makes it a
/// message for a person: "stop by our shop" withdraws nothing.
[[nodiscard]] bool is_opt_out_keyword(std::u16string_view text) noexcept;

}  // namespace klikspor
