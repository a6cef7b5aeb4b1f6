// Segments of one text.
#include "klikspor/segment.hpp"

#include "convert.hpp"
#include "klikspor/cluster.hpp"
#include "segment_options.hpp"

namespace klikspor::door {
namespace {

constexpr auto border_names = names<Border>("code-point", "cluster", "code-unit");

/// A set of national tables as bits.
Read<std::uint16_t> table_set(std::string_view name, const val& tables) {
  std::uint16_t set = 0;
  if (!is_given(tables)) return set;
  const auto size = tables["length"].as<std::size_t>();
  for (std::size_t i = 0; i < size; ++i) {
    const auto table = whole<unsigned>(name, tables[i], 0, national_languages - 1);
    if (!table) return table.error();
    set = static_cast<std::uint16_t>(set | 1U << *table);
  }
  return set;
}

Read<NationalTables> national_tables(const val& tables) {
  const auto locking = whole<std::uint8_t>("nationalTables.locking", tables["locking"], 0, national_languages - 1);
  if (!locking) return locking.error();
  const auto single = whole<std::uint8_t>("nationalTables.single", tables["single"], 0, national_languages - 1);
  if (!single) return single.error();
  return NationalTables{*locking, *single};
}

/// 8 or 16.
Read<bool> is_sixteen(std::string_view name, const val& bits) {
  const double value = bits.isNumber() ? bits.as<double>() : 0;
  if (value == 8 || value == 16) return value == 16;
  return range_error(std::string(name) + " is " + val::global("String")(bits).as<std::string>() +
                     "; it must be 8 or 16");
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
  const auto chosen = segment_options(options);
  return chosen ? val(plan_segments(text, *chosen)) : chosen.error();
}

val ranges(const std::u16string& text, const val& options) {
  const auto chosen = segment_options(options);
  return chosen ? array(segment_ranges(text, *chosen)) : chosen.error();
}

val cluster_borders(const std::u16string& text) {
  val borders = val::array();
  for (std::size_t at = 0; at < text.size();) {
    at = cluster_end(text, at);
    borders.call<void>("push", at);
  }
  return borders;
}

}  // namespace

Read<SegmentOptions> segment_options(const val& options) {
  SegmentOptions chosen;
  if (!is_given(options)) return chosen;
  if (const val bits = options["referenceBits"]; is_given(bits)) {
    const auto sixteen = is_sixteen("referenceBits", bits);
    if (!sixteen) return sixteen.error();
    if (*sixteen) chosen.reference_bits = 16;
  }
  if (const val border = options["border"]; is_given(border)) {
    const auto named = border_names.read("border", border);
    if (!named) return named.error();
    chosen.border = *named;
  }
  if (const val tables = options["nationalTables"]; is_given(tables)) {
    const auto read = national_tables(tables);
    if (!read) return read.error();
    chosen.tables = *read;
  }
  if (const val allowed = options["allowedNationalTables"]; is_given(allowed)) {
    const auto locking = table_set("allowedNationalTables.locking", allowed["locking"]);
    if (!locking) return locking.error();
    const auto single = table_set("allowedNationalTables.single", allowed["single"]);
    if (!single) return single.error();
    chosen.allowed_locking = *locking;
    chosen.allowed_single = *single;
  }
  if (const val encoding = options["encoding"]; is_given(encoding)) {
    const auto named = encoding_names.read("encoding", encoding);
    if (!named) return named.error();
    if (*named != Encoding::ucs2) return range_error("encoding is gsm7; it can only be forced to 'ucs2'");
    chosen.force_ucs2 = true;
  }
  if (const val bits = options["portBits"]; is_given(bits)) {
    const auto sixteen = is_sixteen("portBits", bits);
    if (!sixteen) return sixteen.error();
    chosen.ports = *sixteen ? Ports::bits16 : Ports::bits8;
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
