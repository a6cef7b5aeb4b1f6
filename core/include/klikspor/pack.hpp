#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "klikspor/result.hpp"
#include "klikspor/segment.hpp"

/// The octets behind the counts: what each segment really carries, and the text read back from it.
///
///     header   length octet, then elements of identifier, length and value, in this order: concatenation
///              (0x00 or 0x08: reference, segments, number), single shift table (0x24), locking shift table (0x25),
///              ports (0x04 or 0x05: destination, source)
///     fill     0 bits up to the next whole septet (GSM-7 only)
///     text     septets, 8 in 7 octets, the lowest bit first; or code units, high octet first
///
/// 3GPP TS 23.040, 9.2.3.24, and TS 23.038, 6.1.2.1 and 6.2.
namespace klikspor {

/// One segment as it goes on the air. Flat, so that many cross into another language as plain memory.
struct PackedSegment {
  std::array<std::uint8_t, 140> octets{};
  std::uint8_t size = 0;  ///< octets of user data, header included: at most 140
  /// TP-User-Data-Length, header included: septets (GSM-7, at most 160) or octets (UCS-2). It must travel along: where
  /// seven bits are left over, the octets alone do not say whether they are another `@`.
  std::uint8_t length = 0;
  Encoding encoding = Encoding::gsm7;  ///< TP-Data-Coding-Scheme 0x00 (GSM-7) or 0x08 (UCS-2)
  bool has_header = false;             ///< TP-User-Data-Header-Indicator: the octets begin with a header
};

/// What a plan does not need to know. Where the element has 8 bits, the low octet is sent.
struct PackOptions {
  /// Segments of one message share it. Messages on their way to the same phone at once must differ in it.
  std::uint16_t reference = 0;
  std::uint16_t destination_port = 0;  ///< sent where `SegmentOptions::ports` says so
  std::uint16_t source_port = 0;
};

/// One segment read back.
struct UnpackedSegment {
  std::u16string text;
  NationalTables tables;            ///< an identifier no table has is read as the default, 0
  std::uint8_t reference_bits = 0;  ///< 0: the message is this one segment
  std::uint16_t reference = 0;
  std::uint8_t segments = 1;
  std::uint8_t number = 1;  ///< 1 … segments
  Ports ports = Ports::none;
  std::uint16_t destination_port = 0;
  std::uint16_t source_port = 0;
};

/// Packs `text` as `segment_ranges` cuts it: as many segments, each of as many octets. `too_many_segments` over 255,
/// which the header cannot number. Linear in `text`.
[[nodiscard]] Result<std::vector<PackedSegment>> pack_segments(std::u16string_view text,
                                                               const SegmentOptions& options = {},
                                                               const PackOptions& pack = {});

/// Reads one segment, whoever packed it. An escape before a position the single shift table leaves open shows what the
/// locking table has there, two escapes a space (TS 23.038, 6.2.1.1), a septet no table fills U+FFFD. Elements of other
/// kinds are skipped; of a repeated one the last counts.
/// Errors: `segment_length` (octets and length disagree, or half a code unit), `segment_header` (one that runs over its
/// end, an element of the wrong length, number 0 or above the count), `segment_escape` (ends in an escape).
[[nodiscard]] Result<UnpackedSegment> unpack_segment(const PackedSegment& segment);

/// Puts the text of one message together again, from its segments in any order. No segments: the empty text.
/// Errors: those of `unpack_segment`, `segments_mixed` (not all of one message: reference, its width or count differ),
/// `segments_incomplete` (a number is missing, or there twice).
[[nodiscard]] Result<std::u16string> unpack_segments(std::span<const PackedSegment> segments);

}  // namespace klikspor
