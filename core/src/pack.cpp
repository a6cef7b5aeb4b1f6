#include "klikspor/pack.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "detail/gsm7_table.hpp"

namespace klikspor {
namespace {

constexpr std::uint8_t escape = 0x1B;

/// Information element identifiers (TS 23.040, 9.2.3.24).
enum Element : std::uint8_t {
  concatenation8 = 0x00,
  ports8 = 0x04,
  ports16 = 0x05,
  concatenation16 = 0x08,
  single_shift = 0x24,
  locking_shift = 0x25,
};

constexpr std::uint32_t septets_for(std::uint32_t octets) noexcept {
  return (octets * 8 + 6) / 7;
}
constexpr std::uint32_t octets_for(std::uint32_t septets) noexcept {
  return (septets * 7 + 7) / 8;
}

/// Writes septet number `at` of the user data. Its octets are still 0.
void put_septet(PackedSegment& out, std::uint32_t at, std::uint32_t septet) noexcept {
  const std::uint32_t first = at * 7 / 8;
  const std::uint32_t bits = septet << at * 7 % 8;
  out.octets[first] = static_cast<std::uint8_t>(out.octets[first] | bits);
  if (bits > 0xFF) out.octets[first + 1] = static_cast<std::uint8_t>(bits >> 8);
}

std::uint32_t septet_at(const PackedSegment& segment, std::uint32_t at) noexcept {
  const std::uint32_t first = at * 7 / 8;
  std::uint32_t bits = segment.octets[first];
  if (first + 1 < segment.octets.size()) bits |= std::uint32_t{segment.octets[first + 1]} << 8;
  return bits >> at * 7 % 8 & 0x7F;
}

/// Where `unit` stands in a table, lowest position first; 128: nowhere.
std::uint32_t position_in(const detail::Gsm7Table& table, char16_t unit) noexcept {
  return static_cast<std::uint32_t>(std::find(table.begin(), table.end(), unit) - table.begin());
}

void append(PackedSegment& out, std::uint32_t octet) noexcept {
  out.octets[out.size++] = static_cast<std::uint8_t>(octet);
}
void append_wide(PackedSegment& out, std::uint32_t value, bool wide) noexcept {
  if (wide) append(out, value >> 8);
  append(out, value);
}

/// The header of every segment of one message; the number is 0 and stands in the octet `number_at`.
struct Header {
  PackedSegment start;
  std::uint32_t number_at = 0;
};

Header header_of(const SegmentPlan& plan, const SegmentOptions& options, const PackOptions& pack) noexcept {
  Header header;
  PackedSegment& out = header.start;
  out.encoding = plan.encoding;
  out.size = 1;
  if (plan.segments > 1) {
    const bool wide = options.reference_bits == 16;
    append(out, wide ? concatenation16 : concatenation8);
    append(out, wide ? 4 : 3);
    append_wide(out, pack.reference, wide);
    append(out, plan.segments);
    header.number_at = out.size;
    append(out, 0);
  }
  const auto add_table = [&](Element element, std::uint8_t table) {
    if (table == 0) return;
    append(out, element);
    append(out, 1);
    append(out, table);
  };
  add_table(single_shift, plan.tables.single);
  add_table(locking_shift, plan.tables.locking);
  if (options.ports != Ports::none) {
    const bool wide = options.ports == Ports::bits16;
    append(out, wide ? ports16 : ports8);
    append(out, wide ? 4 : 2);
    append_wide(out, pack.destination_port, wide);
    append_wide(out, pack.source_port, wide);
  }
  if (out.size == 1) {
    out.size = 0;
  } else {
    out.octets[0] = static_cast<std::uint8_t>(out.size - 1);
    out.has_header = true;
  }
  return header;
}

void append_text(PackedSegment& out, std::u16string_view text, NationalTables national) noexcept {
  if (out.encoding == Encoding::ucs2) {
    for (const char16_t unit : text) append_wide(out, unit, true);
    out.length = out.size;
    return;
  }
  const auto locking = detail::locking_table(national.locking);
  const auto single = detail::single_table(national.single);
  std::uint32_t at = septets_for(out.size);
  for (const char16_t unit : text) {
    // The locking table first: a character in both costs one septet.
    std::uint32_t septet = position_in(locking, unit);
    if (septet == 128) {
      put_septet(out, at++, escape);
      septet = position_in(single, unit);
    }
    put_septet(out, at++, septet);
  }
  out.length = static_cast<std::uint8_t>(at);
  out.size = static_cast<std::uint8_t>(octets_for(at));
}

/// Reads the header's elements; false: it is not true to its own lengths.
bool read_header(const PackedSegment& segment, UnpackedSegment& out) noexcept {
  const std::uint8_t* at = segment.octets.data() + 1;
  const std::uint8_t* const end = at + segment.octets[0];
  const auto table = [](std::uint8_t identifier) {
    return identifier < national_languages ? identifier : std::uint8_t{0};
  };
  while (at != end) {
    if (end - at < 2 || end - at - 2 < at[1]) return false;
    const std::uint8_t element = at[0];
    const std::uint8_t size = at[1];
    const std::uint8_t* const value = at + 2;
    at = value + size;
    const bool wide = element == concatenation16 || element == ports16;
    const auto number = [&](std::size_t i) {
      return static_cast<std::uint16_t>(wide ? value[i * 2] << 8 | value[i * 2 + 1] : value[i]);
    };
    switch (element) {
      case concatenation8:
      case concatenation16:
        if (size != (wide ? 4 : 3)) return false;
        out.reference_bits = wide ? 16 : 8;
        out.reference = number(0);
        out.segments = at[-2];
        out.number = at[-1];
        if (out.number == 0 || out.number > out.segments) return false;
        break;
      case ports8:
      case ports16:
        if (size != (wide ? 4 : 2)) return false;
        out.ports = wide ? Ports::bits16 : Ports::bits8;
        out.destination_port = number(0);
        out.source_port = number(1);
        break;
      case single_shift:
      case locking_shift:
        if (size != 1) return false;
        (element == single_shift ? out.tables.single : out.tables.locking) = table(value[0]);
        break;
      default: break;  // elements of other kinds are not for us
    }
  }
  return true;
}

/// Reads septets `at` … length-1; false: the last is an escape.
bool read_septets(const PackedSegment& segment, std::uint32_t at, UnpackedSegment& out) {
  const auto locking = detail::locking_table(out.tables.locking);
  const auto single = detail::single_table(out.tables.single);
  while (at < segment.length) {
    std::uint32_t septet = septet_at(segment, at++);
    char16_t unit = 0;
    if (septet == escape) {
      if (at == segment.length) return false;
      septet = septet_at(segment, at++);
      unit = septet == escape ? u' ' : single[septet];
    }
    if (unit == 0) unit = locking[septet];
    out.text += unit == 0 ? u'\xFFFD' : unit;
  }
  return true;
}

/// Reads one segment; its text goes behind the text in `out`. Nothing: it is well.
std::optional<Errc> read_segment(const PackedSegment& segment, UnpackedSegment& out) {
  const bool gsm7 = segment.encoding == Encoding::gsm7;
  if (segment.size > segment.octets.size() || segment.size != (gsm7 ? octets_for(segment.length) : segment.length)) {
    return Errc::segment_length;
  }
  std::uint32_t start = 0;
  if (segment.has_header) {
    start = segment.octets[0] + 1U;
    if (start > segment.size || !read_header(segment, out)) return Errc::segment_header;
  }
  if (gsm7) {
    start = septets_for(start);
    if (start > segment.length) return Errc::segment_header;
    if (!read_septets(segment, start, out)) return Errc::segment_escape;
    return std::nullopt;
  }
  if ((segment.size - start) % 2 != 0) return Errc::segment_length;
  for (; start < segment.size; start += 2) {
    out.text += static_cast<char16_t>(segment.octets[start] << 8 | segment.octets[start + 1]);
  }
  return std::nullopt;
}

}  // namespace

Result<std::vector<PackedSegment>> pack_segments(std::u16string_view text, const SegmentOptions& options,
                                                 const PackOptions& pack) {
  const SegmentPlan plan = plan_segments(text, options);
  if (plan.exceeds_limit()) return Errc::too_many_segments;
  const Header header = header_of(plan, options, pack);
  std::vector<PackedSegment> packed(plan.segments, header.start);
  std::uint32_t number = 0;
  for (const SegmentRange& range : segment_ranges(text, options)) {
    PackedSegment& segment = packed[number++];
    if (header.number_at != 0) segment.octets[header.number_at] = static_cast<std::uint8_t>(number);
    append_text(segment, text.substr(range.start, range.end - range.start), plan.tables);
  }
  return packed;
}

Result<UnpackedSegment> unpack_segment(const PackedSegment& segment) {
  UnpackedSegment out;
  if (const auto error = read_segment(segment, out)) return *error;
  return out;
}

Result<std::u16string> unpack_segments(std::span<const PackedSegment> segments) {
  UnpackedSegment first;
  std::array<const PackedSegment*, 256> by_number{};
  for (const PackedSegment& segment : segments) {
    const bool is_first = &segment == segments.data();
    UnpackedSegment later;
    UnpackedSegment& here = is_first ? first : later;
    if (const auto error = read_segment(segment, here)) return *error;
    if (here.reference_bits != first.reference_bits || here.reference != first.reference ||
        here.segments != first.segments || (!is_first && here.reference_bits == 0)) {
      return Errc::segments_mixed;
    }
    if (by_number[here.number] != nullptr) return Errc::segments_incomplete;
    by_number[here.number] = &segment;
  }
  UnpackedSegment all;
  if (segments.empty()) return std::u16string();
  if (segments.size() != first.segments) return Errc::segments_incomplete;
  // Read once more, in order, rather than kept: every segment has been found well, and each has its own header.
  for (std::size_t number = 1; number <= segments.size(); ++number) {
    all.tables = {};
    static_cast<void>(read_segment(*by_number[number], all));
  }
  return std::move(all.text);
}

}  // namespace klikspor
