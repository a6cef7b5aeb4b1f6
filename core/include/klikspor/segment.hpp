#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "klikspor/encoding.hpp"

/// Segments: how a text is cut into the messages of a phone network. Every count comes about like this:
///
/// 1. Encoding. GSM-7 if the tables that are asked for, or a pair of those allowed, have every character of the text;
///    else UCS-2, for all of it (`septets_of` and `SeptetCosts` in encoding.hpp know the tables).
/// 2. Units. GSM-7: a septet for a character of the alphabet (the locking table), two for one of the extension (the
///    single shift) table, `€` for one. UCS-2: one for each UTF-16 code unit, so two for most emoji.
/// 3. Capacity. A message carries 140 octets, user data header (UDH) included:
///
///        header octets H = 1 (length) + 5 or 6 (concatenation, 8- or 16-bit reference; only of several segments)
///                          + 3 per national table + 4 or 6 (8- or 16-bit ports); 0 if there is none of these
///        septets a segment = 160 - ceil(8 H / 7), code units a segment = floor((140 - H) / 2)
///
///        one of one / each of several     GSM-7      UCS-2
///        8-bit reference                  160 / 153  70 / 67
///        16-bit reference                 160 / 152  70 / 66
///        8-bit, one national table        155 / 149
///        8-bit, locking and single table  152 / 146
///        8-bit, 16-bit ports              152 / 146  66 / 64
///
/// 4. Filling. What fits into one segment is one. Else segments are filled in order; a character that may not be cut
///    (`Border`) and does not fit as a whole opens the next, and the units it leaves free are lost.
///
/// 3GPP TS 23.040, 9.2.3.24, and TS 23.038, 6.2.1.
namespace klikspor {

/// What a segment border may not cut. An escape pair (`€`) and a 16-bit unit are never cut.
enum class Border : std::uint8_t {
  code_point,  ///< a surrogate pair stays whole, as nearly all senders do
  cluster,  ///< what people see as one character stays whole (UAX #29); one longer than a segment is cut as code points
  code_unit,  ///< surrogate pairs may be cut, as some gateways do
};

enum class Ports : std::uint8_t { none, bits8, bits16 };

struct SegmentOptions {
  std::uint8_t reference_bits = 8;  ///< 8 or 16
  Border border = Border::code_point;
  Ports ports = Ports::none;
  bool force_ucs2 = false;
  /// Used whether cheaper ones exist or not.
  std::optional<NationalTables> tables;
  /// Bit n: table n may be used besides the default ones. The cheapest pair that can carry the text wins: fewest
  /// segments, then fewest septets on the air, then the lowest identifiers. Ignored where `tables` is set.
  std::uint16_t allowed_locking = 0;
  std::uint16_t allowed_single = 0;
};

/// How a message will travel. Units are septets or code units, whichever the encoding counts.
struct SegmentPlan {
  Encoding encoding = Encoding::gsm7;
  NationalTables tables;
  std::uint32_t segments = 0;         ///< 0 for the empty text
  std::uint32_t units_used = 0;       ///< without any header
  std::uint32_t units_left = 0;       ///< free before one more segment is needed
  std::uint32_t capacity_single = 0;  ///< units of a message of one segment
  std::uint32_t capacity_multi = 0;   ///< units of each segment of several

  /// Units one segment of this message holds.
  [[nodiscard]] std::uint32_t per_segment() const noexcept { return segments > 1 ? capacity_multi : capacity_single; }
  /// The header counts segments in one octet.
  [[nodiscard]] bool exceeds_limit() const noexcept { return segments > 255; }
};

/// One segment: code units start … end-1 of the text.
struct SegmentRange {
  std::uint32_t start = 0;
  std::uint32_t end = 0;
  std::uint32_t units = 0;
  std::uint32_t octets = 0;  ///< user data on the air, header included: at most 140
};

/// Octets of user data header in every segment, its length octet included; 0: no header.
[[nodiscard]] std::uint32_t header_octets(const SegmentOptions& options, NationalTables tables, bool several) noexcept;

/// Units that fit beside a header of so many octets.
[[nodiscard]] std::uint32_t capacity_of(Encoding encoding, std::uint32_t header_octets) noexcept;

/// Plans `text` as a phone network will carry it. Total: any UTF-16 is accepted, a lone surrogate counts as one unit.
/// Texts of more than 2^32 - 1 units are not supported. Linear in `text` (times the pairs of tables that are allowed);
/// allocates nothing.
[[nodiscard]] SegmentPlan plan_segments(std::u16string_view text, const SegmentOptions& options = {}) noexcept;

/// Where the plans of many texts go, as columns of one entry a text.
struct PlanColumns {
  std::uint32_t* segments;
  std::uint32_t* units_used;
  std::uint32_t* units_left;
  std::uint8_t* ucs2;  ///< 1: UCS-2, 0: GSM-7
  std::uint8_t* locking;
  std::uint8_t* single;
};

/// Plans many texts, one behind the other in `text`, each up to its entry in `ends`: the same as `plan_segments` of
/// each. What depends on the options alone is worked out once, which for short texts is half the work.
void plan_texts(std::u16string_view text, std::span<const std::uint32_t> ends, const SegmentOptions& options,
                const PlanColumns& out) noexcept;

/// The plan of a text that was counted elsewhere: `units` septets of the default tables or code units, of which none
/// need to stay together. Constant time.
[[nodiscard]] SegmentPlan plan_counted(Encoding encoding, std::uint32_t units, const SegmentOptions& options) noexcept;

/// Fills segments with a text that is not at hand: of all of it, only what stands at each border matters, and that is
/// asked for one border after the other. Not for `Border::cluster`.
///
///     SegmentWalk walk(Encoding::ucs2, units, options);
///     while (walk.border() != 0) walk.cut(text[walk.border() - 1], text[walk.border()]);
///     walk.plan();
class SegmentWalk {
 public:
  SegmentWalk(Encoding encoding, std::uint32_t units, const SegmentOptions& options) noexcept;
  /// Goes on where a walk of the same text had got to: `cuts` segments ended, the next begins at `start`.
  SegmentWalk(Encoding encoding, std::uint32_t units, const SegmentOptions& options, std::uint32_t start,
              std::uint32_t cuts) noexcept
      : SegmentWalk(encoding, units, options) {
    start_ = start;
    cuts_ = cuts;
  }
  /// Where the next border falls at the latest, in septets or code units; 0 if what is left fits into one segment.
  [[nodiscard]] std::uint32_t border() const noexcept { return units_ - start_ <= capacity_ ? 0 : start_ + capacity_; }
  /// Ends a segment at `border()`, or a unit earlier if it would fall inside a pair that stays whole.
  void cut(bool inside_pair) noexcept {
    start_ = border() - (inside_pair ? 1 : 0);
    ++cuts_;
  }
  /// The same for the code units before and behind the border.
  void cut(char16_t before, char16_t behind) noexcept {
    cut(whole_surrogates_ && is_high_surrogate(before) && is_low_surrogate(behind));
  }
  /// Where the segment that is being filled begins.
  [[nodiscard]] std::uint32_t start() const noexcept { return start_; }
  /// Once `border()` is 0.
  [[nodiscard]] SegmentPlan plan() const noexcept;

 private:
  SegmentPlan plan_;
  std::uint32_t units_;
  std::uint32_t capacity_;
  bool whole_surrogates_;
  std::uint32_t start_ = 0;
  std::uint32_t cuts_ = 0;
};

/// The segments themselves: as many as `plan_segments` counts, filled in order, which needs the fewest.
[[nodiscard]] std::vector<SegmentRange> segment_ranges(std::u16string_view text, const SegmentOptions& options = {});

}  // namespace klikspor
