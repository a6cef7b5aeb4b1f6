// Segments of one text.
#include "klikspor/segment.hpp"

#include "convert.hpp"
#include "klikspor/cluster.hpp"
#include "segment_options.hpp"

namespace klikspor::door {
namespace {

constexpr auto border_names = names<Border>("code-point", "cluster", "code-unit");

/// A set of national tables as bits.
std::uint16_t table_set(Reader& reader, std::string_view name, const val& tables) {
  std::uint16_t set = 0;
  if (!is_given(tables)) return set;
  for (std::size_t i = 0; i < length_of(tables); ++i) {
    const auto table = reader.whole<unsigned>(name, tables[i], 0, national_languages - 1);
    set = static_cast<std::uint16_t>(set | 1U << table);
  }
  return set;
}

NationalTables national_tables(Reader& reader, const val& tables) {
  constexpr double highest = national_languages - 1;
  return {reader.whole<std::uint8_t>("nationalTables.locking", field(tables, "locking"), 0, highest),
          reader.whole<std::uint8_t>("nationalTables.single", field(tables, "single"), 0, highest)};
}

/// 8 or 16.
bool is_sixteen(Reader& reader, std::string_view name, const val& bits) {
  const double value = bits.isNumber() ? bits.as<double>() : 0;
  if (value != 8 && value != 16) reader.refuse(name, bits, "8 or 16");
  return value == 16;
}

val encoding_of(const SegmentPlan& plan) {
  return encoding_names(plan.encoding);
}
std::uint32_t per_segment(const SegmentPlan& plan) {
  return plan.per_segment();
}
std::uint32_t locking_of(const SegmentPlan& plan) {
  return plan.tables.locking;
}
std::uint32_t single_of(const SegmentPlan& plan) {
  return plan.tables.single;
}
bool exceeds_limit(const SegmentPlan& plan) {
  return plan.exceeds_limit();
}

val plan(const std::u16string& text, const val& options) {
  return with_options(options, [&](const SegmentOptions& chosen) { return plan_segments(text, chosen); });
}

val ranges(const std::u16string& text, const val& options) {
  return with_options(options, [&](const SegmentOptions& chosen) { return array(segment_ranges(text, chosen)); });
}

val cluster_borders(const std::u16string& text) {
  val borders = val::array();
  for (std::size_t at = 0; at < text.size();) {
    at = cluster_end(text, at);
    push(borders, val(at));
  }
  return borders;
}

}  // namespace

SegmentOptions segment_options(Reader& reader, const val& options) {
  SegmentOptions chosen;
  if (!is_given(options)) return chosen;
  if (const val bits = field(options, "referenceBits"); is_given(bits) && is_sixteen(reader, "referenceBits", bits)) {
    chosen.reference_bits = 16;
  }
  if (const val border = field(options, "border"); is_given(border)) {
    chosen.border = reader.one_of("border", border, border_names);
  }
  if (const val tables = field(options, "nationalTables"); is_given(tables)) {
    chosen.tables = national_tables(reader, tables);
  }
  if (const val allowed = field(options, "allowedNationalTables"); is_given(allowed)) {
    chosen.allowed_locking = table_set(reader, "allowedNationalTables.locking", field(allowed, "locking"));
    chosen.allowed_single = table_set(reader, "allowedNationalTables.single", field(allowed, "single"));
  }
  if (const val encoding = field(options, "encoding"); is_given(encoding)) {
    chosen.force_ucs2 = reader.one_of("encoding", encoding, encoding_names) == Encoding::ucs2;
    if (!chosen.force_ucs2) reader.refuse("encoding", encoding, "ucs2 or absent: nothing else can be forced");
  }
  if (const val bits = field(options, "portBits"); is_given(bits)) {
    chosen.ports = is_sixteen(reader, "portBits", bits) ? Ports::bits16 : Ports::bits8;
  }
  return chosen;
}

EMSCRIPTEN_BINDINGS(segment) {
  emscripten::value_object<SegmentPlan>("SegmentPlan")
      .field("encoding", &encoding_of, &never_set<SegmentPlan, val>)
      .field("segments", &SegmentPlan::segments)
      .field("units", &SegmentPlan::units_used)
      .field("unitsLeft", &SegmentPlan::units_left)
      .field("perSegment", &per_segment, &never_set<SegmentPlan, std::uint32_t>)
      .field("capacitySingle", &SegmentPlan::capacity_single)
      .field("capacityMulti", &SegmentPlan::capacity_multi)
      .field("locking", &locking_of, &never_set<SegmentPlan, std::uint32_t>)
      .field("single", &single_of, &never_set<SegmentPlan, std::uint32_t>)
      .field("exceedsLimit", &exceeds_limit, &never_set<SegmentPlan, bool>);
  emscripten::value_object<SegmentRange>("SegmentRange")
      .field("start", &SegmentRange::start)
      .field("end", &SegmentRange::end)
      .field("units", &SegmentRange::units)
      .field("octets", &SegmentRange::octets);
  emscripten::function("planSegments", &plan);
  emscripten::function("planSegments", &by_default<&plan>);
  emscripten::function("segmentRanges", &ranges);
  emscripten::function("segmentRanges", &by_default<&ranges>);
  emscripten::function("clusterBorders", &cluster_borders);
}

}  // namespace klikspor::door
