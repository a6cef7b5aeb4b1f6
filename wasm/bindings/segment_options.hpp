#pragma once
#include <cstdint>

#include "klikspor/segment.hpp"

/// Segment options as five numbers, in the order of `rawOptions` in `js/segment.ts`. Tables 255: not forced.
inline klikspor::SegmentOptions segment_options_of(std::uint32_t flags, std::uint32_t locking = 255,
                                                   std::uint32_t single = 255, std::uint32_t allowed_locking = 0,
                                                   std::uint32_t allowed_single = 0) {
  klikspor::SegmentOptions options;
  options.reference_bits = (flags & 1U) != 0 ? 16 : 8;
  options.force_ucs2 = (flags & 4U) != 0;
  options.ports = static_cast<klikspor::Ports>(flags >> 3U & 3U);
  options.border = static_cast<klikspor::Border>(flags >> 5U & 3U);
  if (locking != 255) {
    options.tables = klikspor::NationalTables{static_cast<std::uint8_t>(locking), static_cast<std::uint8_t>(single)};
  }
  options.allowed_locking = static_cast<std::uint16_t>(allowed_locking);
  options.allowed_single = static_cast<std::uint16_t>(allowed_single);
  return options;
}

/// A plan as nine numbers, in the order of `readPlan` in `js/segment.ts`.
inline constexpr std::uint32_t plan_numbers = 9;
inline void write_plan(const klikspor::SegmentPlan& plan, std::uint32_t* out) {
  *out++ = plan.encoding == klikspor::Encoding::ucs2 ? 1 : 0;
  *out++ = plan.segments;
  *out++ = plan.units_used;
  *out++ = plan.units_left;
  *out++ = plan.capacity_single;
  *out++ = plan.capacity_multi;
  *out++ = plan.tables.locking;
  *out++ = plan.tables.single;
  *out = plan.exceeds_limit() ? 1 : 0;
}
