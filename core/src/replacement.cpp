#include "klikspor/replacement.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "klikspor/encoding.hpp"
#include "tables/replacements.hpp"

namespace klikspor {
namespace {

/// A letter and a mark that follows it, and the one letter of GSM-7 they are together.
struct Composed {
  char16_t letter;
  char16_t mark;
  char16_t together;
};
constexpr std::array composed_letters = std::to_array<Composed>({
    {u'A', 0x0308, u'Ä'},
    {u'A', 0x030A, u'Å'},
    {u'C', 0x0327, u'Ç'},
    {u'E', 0x0301, u'É'},
    {u'N', 0x0303, u'Ñ'},
    {u'O', 0x0308, u'Ö'},
    {u'U', 0x0308, u'Ü'},
    {u'a', 0x0300, u'à'},
    {u'a', 0x0308, u'ä'},
    {u'a', 0x030A, u'å'},
    {u'e', 0x0300, u'è'},
    {u'e', 0x0301, u'é'},
    {u'i', 0x0300, u'ì'},
    {u'n', 0x0303, u'ñ'},
    {u'o', 0x0300, u'ò'},
    {u'o', 0x0308, u'ö'},
    {u'u', 0x0300, u'ù'},
    {u'u', 0x0308, u'ü'},
});

constexpr bool is_mark(char16_t unit) {
  return unit >= 0x0300 && unit <= 0x036F;
}

/// Signs that join, part or colour what stands before them: they stay where it stays (emoji, Persian words).
constexpr bool belongs_to_kept(char16_t unit) {
  return unit == 0x200C || unit == 0x200D || unit == 0xFE0E || unit == 0xFE0F || unit == 0x20E3;
}

const Composed* composed_of(char16_t letter, char16_t mark) {
  const auto* found = std::find_if(composed_letters.begin(), composed_letters.end(),
                                   [=](const Composed& entry) { return entry.letter == letter && entry.mark == mark; });
  return found == composed_letters.end() ? nullptr : found;
}

const tables::Replacement* replacement_of(char16_t unit) {
  const auto* found = std::lower_bound(tables::replacements.begin(), tables::replacements.end(), unit,
                                       [](const tables::Replacement& entry, char16_t at) { return entry.from < at; });
  return found != tables::replacements.end() && found->from == unit ? found : nullptr;
}

std::u16string_view text_of(const tables::Replacement& entry) {
  const std::size_t length = entry.first == 0 ? 0 : entry.second == 0 ? 1 : entry.third == 0 ? 2 : 3;
  return {&entry.first, length};
}

}  // namespace

std::vector<Offender> explain_text(std::u16string_view text) {
  static_assert(sizeof(tables::Replacement) == 4 * sizeof(char16_t), "three code units in a row are one view");
  std::vector<Offender> found;
  bool after_kept = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char16_t unit = text[at];
    const char16_t next = at + 1 < text.size() ? text[at + 1] : u'\0';
    Offender offender;
    offender.start = static_cast<std::uint32_t>(at);
    offender.end = offender.start + 1;
    if (is_mark(next) && septets_of(unit) > 0) {
      if (const auto* pair = composed_of(unit, next)) {
        offender.end += 1;
        offender.replaceable = true;
        offender.replacement = {&pair->together, 1};
      }
    }
    if (!offender.replaceable) {
      if (septets_of(unit) > 0) {
        after_kept = false;
        continue;
      }
      if (is_high_surrogate(unit) && is_low_surrogate(next)) {
        offender.end += 1;
      } else if (is_mark(unit)) {
        // A mark alone has no sign of its own in GSM-7. Behind a letter that stays as it is, so does the mark.
        offender.replaceable = !after_kept;
      } else if (const auto* entry = replacement_of(unit); entry && !(after_kept && belongs_to_kept(unit))) {
        offender.replaceable = true;
        offender.replacement = text_of(*entry);
      }
    }
    after_kept = !offender.replaceable;
    at = offender.end - 1;
    found.push_back(offender);
  }
  return found;
}

std::u16string replace_characters(std::u16string_view text) {
  std::u16string replaced;
  replaced.reserve(text.size());
  std::size_t copied = 0;
  for (const Offender& offender : explain_text(text)) {
    if (!offender.replaceable) continue;
    replaced.append(text, copied, offender.start - copied);
    replaced.append(offender.replacement);
    copied = offender.end;
  }
  replaced.append(text, copied);
  return replaced;
}

}  // namespace klikspor
