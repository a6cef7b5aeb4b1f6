// Packed segments for JavaScript: an array of `PackedSegment` in memory, out of the core and into it.
#include "klikspor/pack.hpp"

#include <emscripten/emscripten.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "segment_options.hpp"

namespace {

using klikspor::PackedSegment;

// js/pack.ts reads and writes segments at these places.
static_assert(sizeof(PackedSegment) == 144 && offsetof(PackedSegment, size) == 140 &&
              offsetof(PackedSegment, length) == 141 && offsetof(PackedSegment, encoding) == 142 &&
              offsetof(PackedSegment, has_header) == 143);

std::vector<PackedSegment> segments;
std::u16string text;
std::uint32_t answer_size = 0;

}  // namespace

extern "C" {

/// What the last call left: segments or code units where it answered with an address, else an error (no segments: 0).
EMSCRIPTEN_KEEPALIVE std::uint32_t packSize() {
  return answer_size;
}

/// Packs `length` code units: where the segments are, or null and an error's number as size.
EMSCRIPTEN_KEEPALIVE const PackedSegment* packSegments(const char16_t* units, std::uint32_t length,
                                                       std::uint32_t reference, std::uint32_t destination_port,
                                                       std::uint32_t source_port, std::uint32_t flags,
                                                       std::uint32_t locking, std::uint32_t single,
                                                       std::uint32_t allowed_locking, std::uint32_t allowed_single) {
  auto packed = klikspor::pack_segments(
      {units, length}, segment_options_of(flags, locking, single, allowed_locking, allowed_single),
      {static_cast<std::uint16_t>(reference), static_cast<std::uint16_t>(destination_port),
       static_cast<std::uint16_t>(source_port)});
  if (!packed) {
    answer_size = static_cast<std::uint32_t>(packed.error());
    return nullptr;
  }
  segments = std::move(*packed);
  answer_size = static_cast<std::uint32_t>(segments.size());
  return segments.data();
}

/// Unpacks `count` segments: where the text is, or null and an error's number as size.
EMSCRIPTEN_KEEPALIVE const char16_t* packUnpack(const PackedSegment* packed, std::uint32_t count) {
  auto unpacked = klikspor::unpack_segments({packed, count});
  if (!unpacked) {
    answer_size = static_cast<std::uint32_t>(unpacked.error());
    return nullptr;
  }
  text = std::move(*unpacked);
  answer_size = static_cast<std::uint32_t>(text.size());
  return text.data();
}

}  // extern "C"
