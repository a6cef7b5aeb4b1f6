#include "klikspor/forcing.hpp"

#include "detail/table_pairs.hpp"
#include "detail/utf16.hpp"

namespace klikspor {
namespace {

/// Whether a code point came before. One bit each: a text may hold all of them.
class Seen {
 public:
  /// True the first time.
  bool add(char32_t code_point) {
    if (bits_.empty()) bits_.resize(0x110000 / 32);
    std::uint32_t& word = bits_[code_point / 32];
    const std::uint32_t bit = 1U << code_point % 32;
    if ((word & bit) != 0) return false;
    word |= bit;
    return true;
  }

 private:
  std::vector<std::uint32_t> bits_;
};

}  // namespace

std::vector<ForcingCharacter> forcing_characters(std::u16string_view text, const SegmentOptions& options) {
  std::vector<ForcingCharacter> found;
  SegmentOptions free = options;
  free.force_ucs2 = false;
  if (plan_segments(text, free).encoding == Encoding::gsm7) return found;
  const SeptetCosts costs(detail::known(options.tables.value_or(NationalTables{})));
  Seen seen;
  for (std::uint32_t i = 0; i < text.size(); ++i) {
    if (costs(text[i]) != 0) continue;
    const char32_t code_point = detail::code_point_at(text, i).value;
    if (seen.add(code_point)) found.push_back({i, code_point});
    if (code_point > 0xFFFF) ++i;  // no table has a surrogate: the pair is one character
  }
  return found;
}

}  // namespace klikspor
