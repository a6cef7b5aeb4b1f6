#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "klikspor/segment.hpp"

/// What makes a text travel as UCS-2: the answer to "why only 70?".
namespace klikspor {

struct ForcingCharacter {
  std::uint32_t index = 0;  ///< of its first code unit in the text
  char32_t code_point = 0;  ///< a lone surrogate is itself
};

/// The characters that keep `text` out of GSM-7, each once, where it first stands, in order. Empty exactly when GSM-7
/// can carry the text under these options, also where `force_ucs2` sends it as UCS-2 all the same.
///
/// They are what the tables in question lack: those of `options.tables` where set, else the default ones. National
/// tables that were allowed and did not suffice change nothing: of `ğ` and an emoji with Turkish allowed both are
/// named, because both must go before the text needs no national table, and no one pair need be to blame.
///
/// Linear in `text` beside what planning it costs; allocates 136 KiB for as long as it runs if anything is found.
[[nodiscard]] std::vector<ForcingCharacter> forcing_characters(std::u16string_view text,
                                                               const SegmentOptions& options = {});

}  // namespace klikspor
