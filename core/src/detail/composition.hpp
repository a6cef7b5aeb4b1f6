#pragma once
#include <optional>

/// What letters are made of: Unicode's canonical decompositions, one step each, from the tables that
/// scripts/make-letter-tables.ts makes. They have letters up to U+FFFF but for Hangul syllables and doubles of
/// ideographs.
namespace klikspor::detail {

struct Composition {
  char32_t letter = 0;
  char32_t mark = 0;  ///< 0: the other letter stands for the same
};

/// nullopt: it is made of nothing else. The tables are read from their beginning: a microsecond or two for late
/// letters.
[[nodiscard]] std::optional<Composition> composition_of(char32_t together) noexcept;

/// The letter that `letter` and `mark` are together; 0: there is none.
[[nodiscard]] char32_t composed(char32_t letter, char32_t mark) noexcept;

/// The letter that stands for all that are the same but for their case (simple case folding), taken apart before.
[[nodiscard]] char32_t case_folded(char32_t letter) noexcept;

}  // namespace klikspor::detail
