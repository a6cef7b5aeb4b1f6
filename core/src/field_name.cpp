#include "klikspor/field_name.hpp"

#include <optional>
#include <utility>

#include "detail/cluster_class.hpp"
#include "detail/composition.hpp"
#include "detail/utf16.hpp"
#include "detail/white_space.hpp"

namespace klikspor {
namespace {

using tables::ClusterClass;

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

/// What folds to a small iota, but is a mark, and the last on its letter: it stands behind all others until then.
constexpr std::uint32_t iota_below = 0x345;
constexpr std::uint32_t last_mark = 0x110000;

/// A name that grows by code points. (Of a string of them the C++ library would bring more code than all of this.)
class Folded {
 public:
  /// Appends what a code point is made of.
  void append(char32_t point) {
    // Hangul by arithmetic (Unicode, 3.12).
    constexpr char32_t syllables = 0xAC00;
    if (point >= syllables && point < syllables + 11172) {
      const char32_t index = point - syllables;
      put(0x1100 + index / 588);
      put(0x1161 + index % 588 / 28);
      if (index % 28 != 0) put(0x11A7 + index % 28);
      return;
    }
    // Ideographs, and what little stands among them, are made of nothing: a list's headings may all be of them.
    const bool is_whole = point < 0xC0 || (point >= 0x3100 && point < 0xFB00);
    const auto made_of = is_whole ? std::nullopt : detail::composition_of(point);
    if (!made_of) return put(point);
    append(made_of->letter);
    if (made_of->mark != 0) append(made_of->mark);
  }

  [[nodiscard]] std::vector<std::uint32_t> finish() && {
    for (std::uint32_t& point : points_) point = point == last_mark ? U'ι' : detail::case_folded(point);
    return std::move(points_);
  }
  [[nodiscard]] bool empty() const noexcept { return points_.empty(); }

 private:
  /// Marks on one letter are sorted.
  void put(std::uint32_t point) {
    const bool is_mark = point >= 0x300 && detail::cluster_class_of(point) == ClusterClass::extend;
    if (point == iota_below) point = last_mark;
    points_.push_back(point);
    if (!is_mark) {
      marks_ = points_.size();
      return;
    }
    for (std::size_t at = points_.size() - 1; at > marks_ && points_[at - 1] > points_[at]; --at)
      std::swap(points_[at - 1], points_[at]);
  }

  std::vector<std::uint32_t> points_;
  std::size_t marks_ = 0;  ///< where those on the last letter begin
};

}  // namespace

std::vector<std::uint32_t> folded_name(std::u16string_view name) {
  Folded folded;
  bool spaced = false;
  for (std::size_t at = 0; at < name.size();) {
    const auto [point, end] = detail::code_point_at(name, at);
    at = end;
    if (detail::is_white(point)) {
      spaced = true;
    } else if (!is_invisible(point)) {
      if (spaced && !folded.empty()) folded.append(U' ');
      spaced = false;
      folded.append(point);
    }
  }
  return std::move(folded).finish();
}

bool same_name(std::u16string_view a, std::u16string_view b) {
  return folded_name(a) == folded_name(b);
}

}  // namespace klikspor
