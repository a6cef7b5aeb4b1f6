#include "klikspor/cluster.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "detail/cluster_class.hpp"
#include "detail/utf16.hpp"

namespace klikspor {
namespace {

using tables::ClusterClass;

/// Classes told apart only here: syllables with and without a final consonant, and the two signs of a line end.
struct Piece {
  char32_t point = 0;
  std::size_t end = 0;
  ClusterClass kind = ClusterClass::other;
};

/// The one extending code point that ends a conjunct: that is what it is for.
constexpr char32_t zero_width_non_joiner = 0x200C;

/// Reads the length at `at` and goes on to the next.
constexpr std::uint32_t next_length(const std::uint8_t*& at) noexcept {
  std::uint32_t length = *at & 127U;
  for (std::uint32_t bits = 7; *at++ > 127; bits += 7) length |= (*at & 127U) << bits;
  return length;
}

/// What finding a class skips by halves: of every 32nd run the first code point << 11 | where the lengths go on.
constexpr std::size_t runs_a_step = 32;
constexpr auto steps = [] {
  std::array<std::uint32_t, tables::cluster_run_classes.size() / runs_a_step + 1> found{};
  std::uint32_t first = 0;
  const std::uint8_t* at = tables::cluster_run_lengths.data();
  for (std::size_t run = 0; run < tables::cluster_run_classes.size(); ++run) {
    const auto read = static_cast<std::uint32_t>(at - tables::cluster_run_lengths.data());
    if (run % runs_a_step == 0) found[run / runs_a_step] = first << 11U | read;
    first += next_length(at);
  }
  return found;
}();
static_assert(tables::cluster_run_lengths.size() < 1U << 11U);

}  // namespace

ClusterClass detail::cluster_class_of(char32_t point) noexcept {
  const auto key = static_cast<std::uint32_t>(point) << 11U | 0x7FFU;
  const auto* const step = std::upper_bound(steps.begin(), steps.end(), key) - 1;
  const std::uint8_t* at = tables::cluster_run_lengths.data() + (*step & 0x7FFU);
  std::uint32_t end = (*step >> 11U) + next_length(at);
  auto run = static_cast<std::size_t>(step - steps.begin()) * runs_a_step;
  for (; end <= point; ++run) end += next_length(at);
  return static_cast<ClusterClass>(tables::cluster_run_classes[run]);
}

namespace {

Piece piece_at(std::u16string_view text, std::size_t at) noexcept {
  const auto [point, end] = detail::code_point_at(text, at);
  return {point, end, detail::cluster_class_of(point)};
}

/// A syllable without final consonant (LV): every 28th.
bool ends_in_vowel(char32_t syllable) noexcept {
  return (syllable - 0xAC00U) % 28U == 0;
}

bool hangul_joins(const Piece& left, const Piece& right) noexcept {
  const bool to_final = right.kind == ClusterClass::hangul_t;
  const bool to_vowel = right.kind == ClusterClass::hangul_v;
  if (left.kind == ClusterClass::hangul_l) {
    return to_vowel || right.kind == ClusterClass::hangul_l || right.kind == ClusterClass::hangul_syllable;
  }
  if (left.kind == ClusterClass::hangul_v) return to_vowel || to_final;
  if (left.kind == ClusterClass::hangul_t) return to_final;
  if (left.kind == ClusterClass::hangul_syllable) return to_final || (to_vowel && ends_in_vowel(left.point));
  return false;
}

bool attaches(ClusterClass kind) noexcept {
  return kind == ClusterClass::extend || kind == ClusterClass::spacing_mark || kind == ClusterClass::linker ||
         kind == ClusterClass::zwj;
}

}  // namespace

std::size_t cluster_end(std::u16string_view text, std::size_t start) noexcept {
  if (start >= text.size()) return text.size();
  Piece left = piece_at(text, start);
  if (left.point == u'\r' && left.end < text.size() && text[left.end] == u'\n') return left.end + 1;
  if (left.kind == ClusterClass::control || detail::is_surrogate(left.point)) return left.end;

  // What the cluster so far could still join: an emoji behind a joiner, a consonant behind a linker, a second flag
  // half.
  bool emoji_open = left.kind == ClusterClass::pictographic;
  bool emoji_joined = false;
  bool conjunct_open = left.kind == ClusterClass::consonant;
  bool linked = false;
  bool flag_open = left.kind == ClusterClass::regional_indicator;

  while (left.end < text.size()) {
    const Piece right = piece_at(text, left.end);
    if (right.kind == ClusterClass::control || detail::is_surrogate(right.point)) break;
    const bool joins = attaches(right.kind) || left.kind == ClusterClass::prepend || hangul_joins(left, right) ||
                       (right.kind == ClusterClass::consonant && conjunct_open && linked) ||
                       (right.kind == ClusterClass::pictographic && emoji_joined) ||
                       (right.kind == ClusterClass::regional_indicator && flag_open);
    if (!joins) break;

    flag_open = right.kind == ClusterClass::regional_indicator && !flag_open;
    // Exactly one joiner, behind an emoji and its marks.
    emoji_joined = right.kind == ClusterClass::zwj && emoji_open;
    const bool mark = right.kind == ClusterClass::extend || right.kind == ClusterClass::linker;
    emoji_open = right.kind == ClusterClass::pictographic || (mark && emoji_open);
    if (right.kind == ClusterClass::consonant) {
      conjunct_open = true;
      linked = false;
    } else if (right.kind == ClusterClass::linker) {
      linked = true;
    } else if (right.point == zero_width_non_joiner ||
               (right.kind != ClusterClass::extend && right.kind != ClusterClass::zwj)) {
      conjunct_open = false;
    }
    left = right;
  }
  return left.end;
}

}  // namespace klikspor
