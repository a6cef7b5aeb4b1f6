#pragma once
// How the octets of an input stand for the options of a segmentation.
#include <cstdint>

#include "input.hpp"
#include "klikspor/segment.hpp"

/// Takes four octets; all of them are valid options.
inline klikspor::SegmentOptions options_from(const std::uint8_t* data) {
  klikspor::SegmentOptions options;
  options.reference_bits = (data[0] & 1U) != 0 ? 16 : 8;
  options.border = static_cast<klikspor::Border>(data[0] / 2U % 3U);
  options.ports = static_cast<klikspor::Ports>(data[0] / 8U % 3U);
  options.force_ucs2 = (data[0] & 128U) != 0;
  if ((data[1] & 128U) != 0) {
    options.tables =
        klikspor::NationalTables{static_cast<std::uint8_t>(data[1] & 15U), static_cast<std::uint8_t>(data[2] & 15U)};
  }
  options.allowed_locking = data[2];
  options.allowed_single = data[3];
  return options;
}
