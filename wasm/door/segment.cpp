// Segments of one text.
#include "klikspor/segment.hpp"

#include "convert.hpp"
#include "klikspor/cluster.hpp"
#include "segment_options.hpp"

namespace klikspor::door {
namespace {

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

EMSCRIPTEN_BINDINGS(segment) {
  ValueObject<SegmentPlan>("SegmentPlan")
      .field("encoding", [](const SegmentPlan& plan) { return encoding_names(plan.encoding); })
      .field("segments", &SegmentPlan::segments)
      .field("units", &SegmentPlan::units_used)
      .field("unitsLeft", &SegmentPlan::units_left)
      .field("perSegment", [](const SegmentPlan& plan) { return plan.per_segment(); })
      .field("capacitySingle", &SegmentPlan::capacity_single)
      .field("capacityMulti", &SegmentPlan::capacity_multi)
      .field("locking", [](const SegmentPlan& plan) { return plan.tables.locking; })
      .field("single", [](const SegmentPlan& plan) { return plan.tables.single; })
      .field("exceedsLimit", [](const SegmentPlan& plan) { return plan.exceeds_limit(); });
  ValueObject<SegmentRange>("SegmentRange")
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
