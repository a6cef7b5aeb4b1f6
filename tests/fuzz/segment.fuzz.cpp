// Segments of any text under any options: as many ranges as counted, without a gap, none over 140 octets, none that
// could be done without, no more of them where borders may cut more; no list of tables that is allowed needs more
// segments than UCS-2; and what forces UCS-2 is named exactly where UCS-2 comes out.
#include "klikspor/segment.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "klikspor/cluster.hpp"
#include "klikspor/forcing.hpp"
#include "seeds.hpp"
#include "segment_input.hpp"

namespace {
/// Where a border may fall: `cuts[i]` is between units i-1 and i.
std::vector<bool> allowed_cuts(std::u16string_view text, klikspor::Border border) {
  std::vector<bool> cuts(text.size() + 1, true);
  if (border == klikspor::Border::cluster) {
    cuts.assign(text.size() + 1, false);
    for (std::size_t at = 0; at < text.size();) cuts[at = klikspor::cluster_end(text, at)] = true;
  } else if (border == klikspor::Border::code_point) {
    for (std::size_t i = 1; i < text.size(); ++i) {
      cuts[i] = !(klikspor::is_high_surrogate(text[i - 1]) && klikspor::is_low_surrogate(text[i]));
    }
  }
  return cuts;
}

/// The fewest segments of `capacity` units there can be, found by trying every border; 0 if no cutting fits, as for a
/// cluster longer than a segment.
std::uint32_t fewest(std::u16string_view text, const klikspor::SegmentPlan& plan, klikspor::Border border) {
  const klikspor::SeptetCosts septets(plan.tables);
  const auto cuts = allowed_cuts(text, border);
  constexpr std::uint32_t never = 0xFFFFFFFF;
  std::vector<std::uint32_t> best(text.size() + 1, never);
  best[0] = 0;
  for (std::size_t end = 1; end <= text.size(); ++end) {
    if (!cuts[end]) continue;
    std::uint32_t units = 0;
    for (std::size_t start = end; start-- > 0;) {
      units += plan.encoding == klikspor::Encoding::ucs2 ? 1 : septets(text[start]);
      if (units > plan.capacity_multi) break;
      if (best[start] != never) best[end] = std::min(best[end], best[start] + 1);
    }
  }
  return best.back() == never ? 0 : best.back();
}

std::uint32_t segments_with(std::u16string_view text, klikspor::SegmentOptions options, klikspor::Border border) {
  options.border = border;
  return klikspor::plan_segments(text, options).segments;
}
}  // namespace

std::vector<Octets> seeds() {
  std::vector<Octets> made;
  for (const std::u16string_view text :
       {u"Kære Åse, 10 € 🎉", u"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa🎉bb"}) {
    Octets& seed = made.emplace_back(Octets{0, 0, 0, 0});
    for (const char16_t unit : text) put(seed, unit, 2);
  }
  return made;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 4) return 0;
  auto options = options_from(data);
  std::u16string text((size - 4) / 2, u'\0');
  std::memcpy(text.data(), data + 4, text.size() * 2);

  const auto plan = klikspor::plan_segments(text, options);
  const auto ranges = klikspor::segment_ranges(text, options);
  check(ranges.size() == plan.segments);
  std::uint32_t position = 0;
  std::uint32_t units = 0;
  for (const auto& range : ranges) {
    check(range.start == position && range.end > range.start);
    check(range.units <= plan.per_segment() && range.octets <= 140);
    position = range.end;
    units += range.units;
  }
  check(position == text.size() && units == plan.units_used);
  if (!ranges.empty()) check(plan.units_left == plan.per_segment() - ranges.back().units);
  check(plan.segments <= 1 ? plan.units_used <= plan.capacity_single : plan.units_used > plan.capacity_single);
  if (plan.segments > 1 && text.size() <= 600) {
    const auto least = fewest(text, plan, options.border);
    check(least == 0 ? options.border == klikspor::Border::cluster : plan.segments == least);
  }
  const auto by_code_point = segments_with(text, options, klikspor::Border::code_point);
  check(segments_with(text, options, klikspor::Border::code_unit) <= by_code_point);
  check(by_code_point <= segments_with(text, options, klikspor::Border::cluster));

  const auto forcing = klikspor::forcing_characters(text, options);
  if (!options.force_ucs2) check(forcing.empty() == (plan.encoding == klikspor::Encoding::gsm7));
  for (std::size_t i = 1; i < forcing.size(); ++i) check(forcing[i - 1].index < forcing[i].index);
  if (!options.tables) {
    options.force_ucs2 = true;
    if (options.border != klikspor::Border::cluster)
      check(plan.segments <= klikspor::plan_segments(text, options).segments);
  }
  return 0;
}
