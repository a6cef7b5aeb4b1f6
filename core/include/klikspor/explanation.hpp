#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "klikspor/replacement.hpp"
#include "klikspor/segment.hpp"

/// Why a message takes the segments it takes, and what would save some.
namespace klikspor {

/// One kind of offender: all that are written alike.
struct OffenderKind {
  std::uint32_t first = 0;  ///< its first place, as an index into the offenders
  std::uint32_t count = 0;
  /// Segments once all of this kind are replaced and all others stay; as before if it cannot be replaced. Nothing: not
  /// worked out, see `highest_kinds`.
  std::optional<std::uint32_t> segments_after;
};

/// What a segment border met. A border moved back leaves units of the segment empty; one that could not move cuts what
/// people see as one character.
enum class BorderKind : std::uint8_t {
  escape_pair_moved,     ///< `€`: its two septets did not fit together (TS 23.040, 9.2.3.24.1)
  surrogate_pair_moved,  ///< an emoji's two code units did not fit together
  cluster_moved,         ///< what people see as one character did not fit whole
  surrogate_pair_cut,    ///< half a character at each side: `Border::code_unit` only
  cluster_cut,           ///< between code points of one character, such as a family of emoji
};

struct BorderLoss {
  std::uint32_t segment = 0;  ///< index of the segment before the border, from 0
  BorderKind kind = BorderKind::escape_pair_moved;
  std::uint32_t units_wasted = 0;  ///< left empty at the end of that segment; 0 where something is cut
};

/// The fewest characters, as people see them, that must go from the end so that one segment fewer is needed. Exact: the
/// text that is left is planned again, with its own encoding.
struct Removal {
  std::uint32_t start = 0;       ///< code units start … of the text must go
  std::uint32_t characters = 0;  ///< 0 for a text of one segment or none
};

struct Explanation {
  SegmentPlan before;
  SegmentPlan after_all;  ///< with every replaceable offender replaced
  std::vector<Offender> offenders;
  std::vector<OffenderKind> kinds;     ///< in the order of their first places
  std::vector<std::uint32_t> kind_of;  ///< one per offender: its kind, as an index into `kinds`
  Removal removal;
  std::vector<BorderLoss> borders;  ///< in order; a border that fell between characters is not here
};

/// Kinds whose effect is worked out: the text is planned once for each.
inline constexpr std::uint32_t highest_kinds = 256;

/// Explains the plan of `text`. Total. A pass over the text for each of the first `highest_kinds` kinds that can be
/// replaced, and one for each doubling of its length.
[[nodiscard]] Explanation explain_segments(std::u16string_view text, const SegmentOptions& options = {});

}  // namespace klikspor
