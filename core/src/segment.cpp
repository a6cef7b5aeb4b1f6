#include "klikspor/segment.hpp"

#include "klikspor/cluster.hpp"

namespace klikspor {
namespace {

constexpr std::uint32_t octets_in_message = 140;

/// A pair of tables that carries the whole text.
struct Gsm7Fit {
  NationalTables tables;
  std::uint32_t septets = 0;
};

/// What a text costs in septets; nothing if a character is outside the tables.
template <class Costs>
std::optional<std::uint32_t> count_septets(std::u16string_view text, const Costs& costs) noexcept {
  std::uint32_t septets = 0;
  for (const char16_t unit : text) {
    const std::uint32_t cost = costs(unit);
    if (cost == 0) return std::nullopt;
    septets += cost;
  }
  return septets;
}

/// Calls `sink(start, end, units)` for each segment of a GSM-7 text. An escape pair is never cut
/// (TS 23.040, 9.2.3.24.1).
template <class Costs, class Sink>
void fill_gsm7(std::u16string_view text, const Costs& costs, std::uint32_t capacity, Sink&& sink) {
  std::uint32_t start = 0;
  std::uint32_t used = 0;
  const auto size = static_cast<std::uint32_t>(text.size());
  for (std::uint32_t i = 0; i < size; ++i) {
    const std::uint32_t cost = costs(text[i]);
    if (used + cost > capacity) {
      sink(start, i, used);
      start = i;
      used = 0;
    }
    used += cost;
  }
  if (size > 0) sink(start, size, used);
}

/// The same for UCS-2: only the two units at each border are looked at.
template <class Sink>
void fill_ucs2(std::u16string_view text, Border border, std::uint32_t capacity, Sink&& sink) {
  const auto size = static_cast<std::uint32_t>(text.size());
  for (std::uint32_t start = 0; start < size;) {
    std::uint32_t end = size - start <= capacity ? size : start + capacity;
    if (end < size && border == Border::code_point && is_high_surrogate(text[end - 1]) && is_low_surrogate(text[end])) {
      --end;
    }
    sink(start, end, end - start);
    start = end;
  }
}

/// The same with clusters kept whole, in either encoding. One longer than a segment begins a segment and is cut there
/// between code points.
template <class Costs, class Sink>
void fill_clusters(std::u16string_view text, const Costs& costs, std::uint32_t capacity, Sink&& sink) {
  std::uint32_t start = 0;
  std::uint32_t used = 0;
  const auto size = static_cast<std::uint32_t>(text.size());
  for (std::uint32_t at = 0; at < size;) {
    const auto end = static_cast<std::uint32_t>(cluster_end(text, at));
    std::uint32_t cost = 0;
    for (std::uint32_t i = at; i < end; ++i) cost += costs(text[i]);
    if (used + cost > capacity) {
      if (used > 0) sink(start, at, used);
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
        sink(start, at, used);
        start = at;
        used = 0;
      }
      used += step_cost;
      at += step;
    }
  }
  if (size > 0) sink(start, size, used);
}

constexpr auto one_unit = [](char16_t /*unit*/) { return std::uint32_t{1}; };

/// Segments and free units of the last, whatever the filling.
struct Tally {
  std::uint32_t segments = 0;
  std::uint32_t last_units = 0;
  void operator()(std::uint32_t /*start*/, std::uint32_t /*end*/, std::uint32_t units) noexcept {
    ++segments;
    last_units = units;
  }
};

/// Calls `use(costs)` with the cheapest form of the costs of a pair of tables.
template <class Use>
auto with_costs(NationalTables tables, Use&& use) {
  if (tables == NationalTables{}) return use([](char16_t unit) { return septets_of(unit); });
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

SegmentPlan finish(SegmentPlan plan, std::uint32_t units, const Tally& several) noexcept {
  plan.units_used = units;
  if (units <= plan.capacity_single) {
    plan.segments = units == 0 ? 0 : 1;
    plan.units_left = plan.capacity_single - units;
  } else {
    plan.segments = several.segments;
    plan.units_left = plan.capacity_multi - several.last_units;
  }
  return plan;
}

std::optional<SegmentPlan> plan_gsm7(std::u16string_view text, NationalTables tables,
                                     const SegmentOptions& options) noexcept {
  return with_costs(tables, [&](const auto& costs) -> std::optional<SegmentPlan> {
    const auto septets = count_septets(text, costs);
    if (!septets) return std::nullopt;
    const SegmentPlan plan = frame(Encoding::gsm7, tables, options);
    Tally tally;
    if (*septets > plan.capacity_single) {
      if (options.border == Border::cluster) {
        fill_clusters(text, costs, plan.capacity_multi, tally);
      } else if (*septets == text.size()) {  // no pair anywhere: borders fall where division puts them
        tally.segments = (*septets + plan.capacity_multi - 1) / plan.capacity_multi;
        tally.last_units = *septets - (tally.segments - 1) * plan.capacity_multi;
      } else {
        fill_gsm7(text, costs, plan.capacity_multi, tally);
      }
    }
    return finish(plan, *septets, tally);
  });
}

SegmentPlan plan_ucs2(std::u16string_view text, const SegmentOptions& options) noexcept {
  const SegmentPlan plan = frame(Encoding::ucs2, {}, options);
  const auto units = static_cast<std::uint32_t>(text.size());
  Tally tally;
  if (units > plan.capacity_single) {
    if (options.border == Border::cluster) {
      fill_clusters(text, one_unit, plan.capacity_multi, tally);
    } else {
      fill_ucs2(text, options.border, plan.capacity_multi, tally);
    }
  }
  return finish(plan, units, tally);
}

/// Septets a plan puts on the air, headers included: what decides between pairs of tables with as many segments.
std::uint32_t septets_on_air(const SegmentPlan& plan) noexcept {
  return plan.units_used + plan.segments * (160 - plan.per_segment());
}

NationalTables known(NationalTables tables) noexcept {
  constexpr std::uint8_t spanish = 2;  // has no locking table of its own
  if (tables.locking == spanish || tables.locking >= national_languages) tables.locking = 0;
  if (tables.single >= national_languages) tables.single = 0;
  return tables;
}

std::optional<SegmentPlan> cheapest_gsm7(std::u16string_view text, const SegmentOptions& options) noexcept {
  std::optional<SegmentPlan> best;
  for (std::uint8_t locking = 0; locking < national_languages; ++locking) {
    if (locking != 0 && (options.allowed_locking >> locking & 1U) == 0) continue;
    for (std::uint8_t single = 0; single < national_languages; ++single) {
      if (single != 0 && (options.allowed_single >> single & 1U) == 0) continue;
      if (known({locking, single}) != NationalTables{locking, single}) continue;
      const auto plan = plan_gsm7(text, {locking, single}, options);
      if (!plan) continue;
      if (!best || plan->segments < best->segments ||
          (plan->segments == best->segments && septets_on_air(*plan) < septets_on_air(*best))) {
        best = plan;
      }
    }
  }
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

SegmentPlan plan_segments(std::u16string_view text, const SegmentOptions& options) noexcept {
  if (options.force_ucs2) return plan_ucs2(text, options);
  const auto gsm7 = options.tables ? plan_gsm7(text, known(*options.tables), options) : cheapest_gsm7(text, options);
  return gsm7 ? *gsm7 : plan_ucs2(text, options);
}

std::vector<SegmentRange> segment_ranges(std::u16string_view text, const SegmentOptions& options) {
  const SegmentPlan plan = plan_segments(text, options);
  const std::uint32_t header = header_octets(options, plan.tables, plan.segments > 1);
  const std::uint32_t header_septets = (header * 8 + 6) / 7;
  std::vector<SegmentRange> ranges;
  ranges.reserve(plan.segments);
  const auto add = [&](std::uint32_t start, std::uint32_t end, std::uint32_t units) {
    const std::uint32_t octets =
        plan.encoding == Encoding::ucs2 ? header + units * 2 : ((header_septets + units) * 7 + 7) / 8;
    ranges.push_back({start, end, units, octets});
  };
  const bool clusters = options.border == Border::cluster && plan.segments > 1;
  if (plan.encoding == Encoding::ucs2) {
    if (clusters) {
      fill_clusters(text, one_unit, plan.per_segment(), add);
    } else {
      fill_ucs2(text, options.border, plan.per_segment(), add);
    }
  } else {
    with_costs(plan.tables, [&](const auto& costs) {
      if (clusters) {
        fill_clusters(text, costs, plan.per_segment(), add);
      } else {
        fill_gsm7(text, costs, plan.per_segment(), add);
      }
    });
  }
  return ranges;
}

}  // namespace klikspor
