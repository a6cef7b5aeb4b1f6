#include "klikspor/segment.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <type_traits>

#include "detail/table_pairs.hpp"
#include "klikspor/cluster.hpp"

namespace klikspor {
namespace {

constexpr std::uint32_t octets_in_message = 140;

/// A pair of tables that carries the whole text.
struct Gsm7Fit {
  NationalTables tables;
  std::uint32_t septets = 0;
};

/// Septets with the default tables, unit by unit or eight at once.
struct DefaultCosts {
  static constexpr std::uint8_t none = 64;  ///< more than any eight units cost
  static constexpr auto latin = [] {
    std::array<std::uint8_t, 256> costs{};
    for (std::size_t unit = 0; unit < costs.size(); ++unit) {
      const std::uint8_t cost = detail::latin_septets[unit];
      costs[unit] = cost == 0 ? none : cost;
    }
    return costs;
  }();

  std::uint32_t operator()(char16_t unit) const noexcept { return septets_of(unit); }

  /// 0 if one of the eight is outside the tables, or beyond U+00FF.
  [[nodiscard]] static std::uint32_t eight(const char16_t* units) noexcept {
    std::array<std::uint64_t, 2> fours;
    std::memcpy(fours.data(), units, sizeof fours);
    if (((fours[0] | fours[1]) & 0xFF00FF00FF00FF00U) != 0) return 0;
    std::uint32_t cost = 0;
    for (std::uint64_t four : fours) {
      for (int i = 0; i < 4; ++i, four >>= 16U) cost += latin[four & 0xFFU];
    }
    return cost < none ? cost : 0;
  }
};

/// What eight units cost; 0: they must be looked at one by one.
template <class Costs>
std::uint32_t eight(const Costs& /*costs*/, const char16_t* units) noexcept {
  if constexpr (std::is_same_v<Costs, DefaultCosts>) return DefaultCosts::eight(units);
  return 0;
}

/// What a text costs in septets; nothing if a character is outside the tables.
template <class Costs>
std::optional<std::uint32_t> count_septets(std::u16string_view text, const Costs& costs) noexcept {
  std::uint32_t septets = 0;
  for (std::size_t i = 0; i < text.size();) {
    if (text.size() - i >= 8) {
      if (const std::uint32_t cost = eight(costs, text.data() + i); cost != 0) {
        septets += cost;
        i += 8;
        continue;
      }
    }
    for (const std::size_t end = std::min(i + 8, text.size()); i < end; ++i) {
      const std::uint32_t cost = costs(text[i]);
      if (cost == 0) return std::nullopt;
      septets += cost;
    }
  }
  return septets;
}

/// Segments as they are filled: their number, and the ranges themselves where somebody asks.
struct Filled {
  std::vector<SegmentRange>* ranges = nullptr;
  std::uint32_t segments = 0;
  std::uint32_t last_units = 0;

  void add(std::uint32_t start, std::uint32_t end, std::uint32_t units) {
    ++segments;
    last_units = units;
    if (ranges != nullptr) ranges->push_back({start, end, units, 0});
  }
};

/// Fills segments with GSM-7 text. An escape pair is never cut (TS 23.040, 9.2.3.24.1).
template <class Costs>
void fill_gsm7(std::u16string_view text, const Costs& costs, std::uint32_t capacity, Filled& filled) {
  std::uint32_t start = 0;
  std::uint32_t used = 0;
  const auto size = static_cast<std::uint32_t>(text.size());
  for (std::uint32_t i = 0; i < size;) {
    if (size - i >= 8) {
      if (const std::uint32_t cost = eight(costs, text.data() + i); cost != 0 && used + cost <= capacity) {
        used += cost;
        i += 8;
        continue;
      }
    }
    for (const std::uint32_t end = std::min(i + 8, size); i < end; ++i) {
      const std::uint32_t cost = costs(text[i]);
      if (used + cost > capacity) {
        filled.add(start, i, used);
        start = i;
        used = 0;
      }
      used += cost;
    }
  }
  if (size > 0) filled.add(start, size, used);
}

/// What a code unit takes in either encoding. Asking for the encoding each time is cheap enough: this is used where
/// borders respect clusters, and finding a cluster takes far longer.
class UnitCosts {
 public:
  explicit UnitCosts(Encoding encoding, NationalTables tables) : encoding_(encoding), septets_(tables) {}
  [[nodiscard]] std::uint32_t operator()(char16_t unit) const noexcept {
    return encoding_ == Encoding::ucs2 ? 1 : septets_(unit);
  }

 private:
  Encoding encoding_;
  SeptetCosts septets_;
};

/// Fills segments with clusters kept whole, in either encoding. One longer than a segment begins a segment and is cut
/// there between code points.
void fill_clusters(std::u16string_view text, const UnitCosts& costs, std::uint32_t capacity, Filled& filled) {
  std::uint32_t start = 0;
  std::uint32_t used = 0;
  const auto size = static_cast<std::uint32_t>(text.size());
  for (std::uint32_t at = 0; at < size;) {
    const auto end = static_cast<std::uint32_t>(cluster_end(text, at));
    std::uint32_t cost = 0;
    for (std::uint32_t i = at; i < end; ++i) cost += costs(text[i]);
    if (used + cost > capacity) {
      if (used > 0) filled.add(start, at, used);
      start = at;
      used = 0;
    }
    if (cost <= capacity) {
      used += cost;
      at = end;
      continue;
    }
    while (at < end) {
      const bool pair = is_high_surrogate(text[at]) && at + 1 < end && is_low_surrogate(text[at + 1]);
      const std::uint32_t step = pair ? 2 : 1;
      const std::uint32_t step_cost = costs(text[at]) + (pair ? costs(text[at + 1]) : 0);
      if (used + step_cost > capacity) {
        filled.add(start, at, used);
        start = at;
        used = 0;
      }
      used += step_cost;
      at += step;
    }
  }
  if (size > 0) filled.add(start, size, used);
}

/// Calls `use(costs)` with the cheapest form of the costs of a pair of tables.
template <class Use>
auto with_costs(NationalTables tables, Use&& use) {
  if (tables == NationalTables{}) return use(DefaultCosts{});
  return use(SeptetCosts(tables));
}

SegmentPlan frame(Encoding encoding, NationalTables tables, const SegmentOptions& options) noexcept {
  SegmentPlan plan;
  plan.encoding = encoding;
  plan.tables = tables;
  plan.capacity_single = capacity_of(encoding, header_octets(options, tables, false));
  plan.capacity_multi = capacity_of(encoding, header_octets(options, tables, true));
  return plan;
}

/// Completes a frame with units that fill segments without a gap.
SegmentPlan counted(SegmentPlan plan, std::uint32_t units) noexcept {
  plan.units_used = units;
  plan.segments = units == 0 ? 0 : 1;
  if (units > plan.capacity_single) plan.segments = (units + plan.capacity_multi - 1) / plan.capacity_multi;
  plan.units_left = std::max(plan.segments, 1U) * plan.per_segment() - units;
  return plan;
}

/// Completes a frame with several segments that end where borders let them.
SegmentPlan complete(SegmentPlan plan, std::uint32_t units, const Filled& filled) noexcept {
  plan.units_used = units;
  plan.segments = filled.segments;
  plan.units_left = plan.per_segment() - filled.last_units;
  return plan;
}

template <class Costs>
std::optional<SegmentPlan> plan_gsm7_with(std::u16string_view text, const Costs& costs, NationalTables tables,
                                          const SegmentOptions& options) noexcept {
  const auto septets = count_septets(text, costs);
  if (!septets) return std::nullopt;
  const SegmentPlan plan = frame(Encoding::gsm7, tables, options);
  if (*septets <= plan.capacity_single) return counted(plan, *septets);
  Filled filled;
  if (options.border == Border::cluster) {
    fill_clusters(text, UnitCosts(Encoding::gsm7, tables), plan.capacity_multi, filled);
  } else if (*septets == text.size()) {  // no pair that a border could cut
    return counted(plan, *septets);
  } else {
    fill_gsm7(text, costs, plan.capacity_multi, filled);
  }
  return complete(plan, *septets, filled);
}

std::optional<SegmentPlan> plan_gsm7(std::u16string_view text, NationalTables tables,
                                     const SegmentOptions& options) noexcept {
  return with_costs(tables, [&](const auto& costs) { return plan_gsm7_with(text, costs, tables, options); });
}

SegmentPlan plan_ucs2(std::u16string_view text, const SegmentOptions& options) noexcept {
  const auto units = static_cast<std::uint32_t>(text.size());
  SegmentWalk walk(Encoding::ucs2, units, options);
  if (options.border == Border::cluster && walk.border() != 0) {
    const SegmentPlan plan = frame(Encoding::ucs2, {}, options);
    Filled filled;
    fill_clusters(text, UnitCosts(Encoding::ucs2, {}), plan.capacity_multi, filled);
    return complete(plan, units, filled);
  }
  while (walk.border() != 0) walk.cut(text[walk.border() - 1], text[walk.border()]);
  return walk.plan();
}

/// Septets a plan puts on the air, headers included: what decides between pairs of tables with as many segments.
std::uint32_t septets_on_air(const SegmentPlan& plan) noexcept {
  return plan.units_used + plan.segments * (160 - plan.per_segment());
}

std::optional<SegmentPlan> cheapest_gsm7(std::u16string_view text, const SegmentOptions& options) noexcept {
  if (options.allowed_locking == 0 && options.allowed_single == 0) return plan_gsm7(text, {}, options);
  std::optional<SegmentPlan> best;
  detail::for_each_pair(options, [&](NationalTables tables) {
    const auto plan = plan_gsm7(text, tables, options);
    if (!plan) return;
    if (!best || plan->segments < best->segments ||
        (plan->segments == best->segments && septets_on_air(*plan) < septets_on_air(*best))) {
      best = plan;
    }
  });
  return best;
}

}  // namespace

std::uint32_t header_octets(const SegmentOptions& options, NationalTables tables, bool several) noexcept {
  std::uint32_t elements = 0;
  if (several) elements += options.reference_bits == 16 ? 6 : 5;
  if (tables.locking != 0) elements += 3;
  if (tables.single != 0) elements += 3;
  switch (options.ports) {
    case Ports::none: break;
    case Ports::bits8: elements += 4; break;
    case Ports::bits16: elements += 6; break;
  }
  return elements == 0 ? 0 : elements + 1;
}

std::uint32_t capacity_of(Encoding encoding, std::uint32_t header_octets) noexcept {
  switch (encoding) {
    case Encoding::gsm7: return (octets_in_message - header_octets) * 8 / 7;
    case Encoding::ucs2: return (octets_in_message - header_octets) / 2;
  }
  return 0;
}

SegmentPlan plan_counted(Encoding encoding, std::uint32_t units, const SegmentOptions& options) noexcept {
  return counted(frame(encoding, {}, options), units);
}

SegmentWalk::SegmentWalk(Encoding encoding, std::uint32_t units, const SegmentOptions& options) noexcept
    : plan_(plan_counted(encoding, units, options)),
      units_(units),
      capacity_(plan_.per_segment()),
      whole_surrogates_(options.border == Border::code_point) {}

SegmentPlan SegmentWalk::plan() const noexcept {
  return cuts_ == 0 ? plan_ : complete(plan_, units_, {nullptr, cuts_ + 1, units_ - start_});
}

SegmentPlan plan_segments(std::u16string_view text, const SegmentOptions& options) noexcept {
  if (options.force_ucs2) return plan_ucs2(text, options);
  const auto gsm7 =
      options.tables ? plan_gsm7(text, detail::known(*options.tables), options) : cheapest_gsm7(text, options);
  return gsm7 ? *gsm7 : plan_ucs2(text, options);
}

void plan_texts(std::u16string_view text, std::span<const std::uint32_t> ends, const SegmentOptions& options,
                const PlanColumns& out) noexcept {
  const bool default_tables =
      !options.force_ucs2 && !options.tables && options.allowed_locking == 0 && options.allowed_single == 0;
  const std::uint32_t gsm7_single = plan_counted(Encoding::gsm7, 0, options).capacity_single;
  const std::uint32_t ucs2_single = plan_counted(Encoding::ucs2, 0, options).capacity_single;
  std::uint32_t start = 0;
  for (std::size_t i = 0; i < ends.size(); start = ends[i++]) {
    const std::u16string_view one(text.data() + start, ends[i] - start);
    if (default_tables) {
      const auto septets = count_septets(one, DefaultCosts{});
      const auto units = septets ? *septets : static_cast<std::uint32_t>(one.size());
      const std::uint32_t single = septets ? gsm7_single : ucs2_single;
      if (units <= single) {
        out.segments[i] = units == 0 ? 0 : 1;
        out.units_used[i] = units;
        out.units_left[i] = single - units;
        out.ucs2[i] = septets ? 0 : 1;
        out.locking[i] = out.single[i] = 0;
        continue;
      }
    }
    const SegmentPlan plan = plan_segments(one, options);
    out.segments[i] = plan.segments;
    out.units_used[i] = plan.units_used;
    out.units_left[i] = plan.units_left;
    out.ucs2[i] = plan.encoding == Encoding::ucs2 ? 1 : 0;
    out.locking[i] = plan.tables.locking;
    out.single[i] = plan.tables.single;
  }
}

std::vector<SegmentRange> segment_ranges(std::u16string_view text, const SegmentOptions& options) {
  const SegmentPlan plan = plan_segments(text, options);
  const std::uint32_t header = header_octets(options, plan.tables, plan.segments > 1);
  const std::uint32_t header_septets = (header * 8 + 6) / 7;
  std::vector<SegmentRange> ranges;
  ranges.reserve(plan.segments);
  Filled filled{&ranges};
  if (options.border == Border::cluster && plan.segments > 1) {
    fill_clusters(text, UnitCosts(plan.encoding, plan.tables), plan.per_segment(), filled);
  } else if (plan.encoding == Encoding::ucs2) {
    const auto size = static_cast<std::uint32_t>(text.size());
    SegmentWalk walk(Encoding::ucs2, size, options);
    while (walk.border() != 0) {
      const std::uint32_t start = walk.start();
      walk.cut(text[walk.border() - 1], text[walk.border()]);
      filled.add(start, walk.start(), walk.start() - start);
    }
    if (size > 0) filled.add(walk.start(), size, size - walk.start());
  } else {
    with_costs(plan.tables, [&](const auto& costs) { fill_gsm7(text, costs, plan.per_segment(), filled); });
  }
  for (SegmentRange& range : ranges) {
    range.octets =
        plan.encoding == Encoding::ucs2 ? header + range.units * 2 : ((header_septets + range.units) * 7 + 7) / 8;
  }
  return ranges;
}

}  // namespace klikspor
