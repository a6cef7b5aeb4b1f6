#include "klikspor/field_name.hpp"

#include <algorithm>

#include "detail/cluster_class.hpp"
#include "detail/composition.hpp"
#include "detail/utf16.hpp"

namespace klikspor {
namespace {

using tables::ClusterClass;

/// Unicode's White_Space.
bool is_space(char32_t point) noexcept {
  return point == U' ' || (point >= 0x09 && point <= 0x0D) || point == 0x85 || point == 0xA0 || point == 0x1680 ||
         (point >= 0x2000 && point <= 0x200A) || point == 0x2028 || point == 0x2029 || point == 0x202F ||
         point == 0x205F || point == 0x3000;
}

/// What shows nothing of its own.
bool is_invisible(char32_t point) noexcept {
  if (point >= 0x20 && point < 0x7F) return false;
  constexpr char32_t non_joiner = 0x200C;
  constexpr char32_t grapheme_joiner = 0x34F;
  const ClusterClass kind = detail::cluster_class_of(point);
  return (kind == ClusterClass::control && !detail::is_surrogate(point)) || kind == ClusterClass::zwj ||
         point == non_joiner || point == grapheme_joiner || (point >= 0xFE00 && point <= 0xFE0F) ||
         (point >= 0xE0100 && point <= 0xE01EF);
}

bool is_mark(char32_t point) noexcept {
  return point >= 0x300 && detail::cluster_class_of(point) == ClusterClass::extend;
}

/// Appends what a code point is made of, marks last.
void append_parts(std::u32string& out, char32_t point) {
  // Hangul by arithmetic (Unicode, 3.12).
  constexpr char32_t syllables = 0xAC00;
  if (point >= syllables && point < syllables + 11172) {
    const char32_t index = point - syllables;
    out += {0x1100 + index / 588, 0x1161 + index % 588 / 28};
    if (index % 28 != 0) out += 0x11A7 + index % 28;
    return;
  }
  // Ideographs, and what little stands among them, are made of nothing: a list's headings may all be of them.
  const bool is_whole = point < 0xC0 || (point >= 0x3100 && point < 0xFB00);
  const auto made_of = is_whole ? std::nullopt : detail::composition_of(point);
  if (!made_of) {
    out += point;
    return;
  }
  append_parts(out, made_of->letter);
  if (made_of->mark != 0) append_parts(out, made_of->mark);
}

}  // namespace

std::u32string folded_name(std::u16string_view name) {
  std::u32string folded;
  std::size_t marks = 0;  // where those on the last letter begin
  const auto sort_marks = [&] { std::sort(folded.begin() + static_cast<std::ptrdiff_t>(marks), folded.end()); };
  std::u32string parts;
  bool spaced = false;
  for (std::size_t at = 0; at < name.size();) {
    const auto [point, end] = detail::code_point_at(name, at);
    at = end;
    if (is_space(point)) {
      spaced = true;
      continue;
    }
    if (is_invisible(point)) continue;
    if (spaced && !folded.empty()) parts = U" ";
    spaced = false;
    append_parts(parts, point);
    for (const char32_t part : parts) {
      if (is_mark(part)) {
        folded += part;
        continue;
      }
      sort_marks();
      folded += part;
      marks = folded.size();
    }
    parts.clear();
  }
  sort_marks();
  for (char32_t& part : folded) part = detail::case_folded(part);
  return folded;
}

bool same_name(std::u16string_view a, std::u16string_view b) {
  return folded_name(a) == folded_name(b);
}

}  // namespace klikspor
