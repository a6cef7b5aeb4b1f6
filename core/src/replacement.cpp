#include "klikspor/replacement.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include "detail/composition.hpp"
#include "detail/table_pairs.hpp"
#include "detail/utf16.hpp"
#include "klikspor/cluster.hpp"
#include "klikspor/encoding.hpp"
#include "tables/replacements.hpp"

namespace klikspor {
namespace {

constexpr bool is_mark(char16_t unit) {
  return unit >= 0x0300 && unit <= 0x036F;
}

constexpr char16_t keycap = 0x20E3;
constexpr char16_t emoji_style = 0xFE0F;

char16_t unit_at(std::u16string_view text, std::size_t at) {
  return at < text.size() ? text[at] : u'\0';
}

/// Position of `unit` in an ascending list that is kept as distances.
template <std::size_t size>
std::optional<std::size_t> position_of(char16_t unit, const std::array<char16_t, size>& steps) {
  char16_t reached = 0;
  for (std::size_t i = 0; i < size && reached < unit; ++i) {
    reached = static_cast<char16_t>(reached + steps[i]);
    if (reached == unit) return i;
  }
  return std::nullopt;
}

std::optional<std::u16string_view> replacement_of(char16_t unit) {
  const auto position = position_of(unit, tables::replaced_steps);
  if (!position) return std::nullopt;
  const char16_t* text = tables::replacements.data();
  for (std::size_t i = 0; i < *position; ++text) i += *text == 0 ? 1 : 0;
  return std::u16string_view(text);
}

/// The letter that `letter` and `mark` are together, if the tables have it; else `letter`. No letter of any table has
/// two marks, so taking them one by one, in the order they stand, finds what Unicode's composition would: ậ is a, ǘ is
/// ü.
char16_t with_mark(char16_t letter, char16_t mark, const SeptetCosts& costs) {
  const char32_t together = detail::composed(letter, mark);
  return together < 0x10000 && costs(static_cast<char16_t>(together)) > 0 ? static_cast<char16_t>(together) : letter;
}

/// Letters that say the same without their marks. What is left of Ώ or й is another letter, or none of GSM-7.
constexpr bool is_latin(char16_t letter) {
  return letter < 0x250 || (letter >= 0x1E00 && letter <= 0x1EFF);
}

/// The letter without its marks, but those the tables have; of a full-width one (Ａ) the usual one.
char16_t plain_letter(char16_t letter, const SeptetCosts& costs) {
  if (costs(letter) > 0) return letter;
  if (letter >= 0xFF01 && letter <= 0xFF5E) return static_cast<char16_t>(letter - 0xFEE0);
  const auto made_of = is_latin(letter) ? detail::composition_of(letter) : std::nullopt;
  if (!made_of) return letter;
  return with_mark(plain_letter(static_cast<char16_t>(made_of->letter), costs), static_cast<char16_t>(made_of->mark),
                   costs);
}

/// Sets what says the same as the character, or the letter with marks, that `piece` is.
void replace_by_same(Offender& offender, std::u16string_view piece, const SeptetCosts& costs) {
  offender.replaceable = true;
  if (is_mark(piece[0])) return;  // a mark on nothing: no table has marks alone
  char16_t letter = plain_letter(piece[0], costs);
  for (const char16_t mark : piece.substr(1)) letter = with_mark(letter, mark, costs);
  const auto same = costs(letter) > 0 ? std::optional(std::u16string_view(&letter, 1)) : replacement_of(letter);
  offender.replaceable =
      same && std::all_of(same->begin(), same->end(), [&](char16_t unit) { return costs(unit) > 0; });
  if (offender.replaceable) {
    offender.replacement_units = static_cast<std::uint8_t>(same->copy(offender.replacement_text.data(), 3));
  }
}

/// Whether the character at `at` is in a keycap (1️⃣); a line end takes none.
bool begins_keycap(std::u16string_view text, std::size_t at) {
  return unit_at(text, at + (unit_at(text, at + 1) == emoji_style ? 2 : 1)) == keycap && cluster_end(text, at) > at + 1;
}

std::vector<Offender> explain_with(std::u16string_view text, const SeptetCosts& costs) {
  std::vector<Offender> found;
  for (std::size_t at = 0; at < text.size();) {
    const bool in_tables = costs(text[at]) > 0;
    std::size_t end = at + 1;
    while (is_mark(unit_at(text, end)) && costs(text[end]) == 0) ++end;
    const bool in_keycap = in_tables && end == at + 1 && begins_keycap(text, at);
    if (in_tables && end == at + 1 && !in_keycap) {
      ++at;
      continue;
    }
    Offender offender;
    offender.start = static_cast<std::uint32_t>(at);
    offender.code_point = in_keycap ? keycap : detail::code_point_at(text, in_tables ? at + 1 : at).value;
    if (!in_keycap) replace_by_same(offender, text.substr(at, end - at), costs);
    if (!offender.replaceable) {
      // What joins, parts or colours a sign that stays, stays with it (emoji, Persian words).
      end = cluster_end(text, at);
    }
    offender.end = static_cast<std::uint32_t>(end);
    at = end;
    found.push_back(offender);
  }
  return found;
}

std::ptrdiff_t kept_in(const std::vector<Offender>& offenders) {
  return std::count_if(offenders.begin(), offenders.end(),
                       [](const Offender& offender) { return !offender.replaceable; });
}

}  // namespace

std::vector<Offender> explain_text(std::u16string_view text, const SegmentOptions& options) {
  if (options.force_ucs2 || plan_segments(text, options).encoding == Encoding::gsm7) return {};
  // Planning nothing tells which tables the forced ones stand for.
  if (options.tables) return explain_with(text, SeptetCosts(plan_segments({}, options).tables));
  std::vector<Offender> best;
  std::ptrdiff_t best_kept = 0;
  detail::for_each_pair(options, [&](NationalTables tables) {
    auto found = explain_with(text, SeptetCosts(tables));
    const auto kept = kept_in(found);
    const bool first = tables == NationalTables{};
    if (!first && (kept > best_kept || (kept == best_kept && found.size() >= best.size()))) return;
    best_kept = kept;
    best = std::move(found);
  });
  return best;
}

std::u16string replace_characters(std::u16string_view text, const SegmentOptions& options) {
  std::u16string replaced;
  replaced.reserve(text.size());
  std::size_t copied = 0;
  for (const Offender& offender : explain_text(text, options)) {
    if (!offender.replaceable) continue;
    replaced.append(text, copied, offender.start - copied);
    replaced.append(offender.replacement());
    copied = offender.end;
  }
  replaced.append(text, copied);
  return replaced;
}

}  // namespace klikspor
