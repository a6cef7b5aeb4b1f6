#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

namespace klikspor {

/// A name of a merge field or of a column, as it is compared, by code points: canonically decomposed and folded
/// (Unicode, simple case folding: `Æ` is `æ`, `ς` is `σ`; the Turkish `İ` is `i` with its dot and `ı` is itself, so
/// neither is `i`), runs of white space of any kind one space, none around the name, and without what shows nothing
/// (controls, zero-width and other formatting signs, variation selectors). Marks on one letter stand in no particular
/// order. Letters beyond U+FFFF, signs that are no letters and ideographs that older character sets had twice are not
/// taken apart. Linear in `name`.
[[nodiscard]] std::vector<std::uint32_t> folded_name(std::u16string_view name);

/// Whether two names are one to a reader: `ØNSKE` and `ønske`, `for navn` with a no-break space and with two spaces.
[[nodiscard]] bool same_name(std::u16string_view a, std::u16string_view b);

}  // namespace klikspor
