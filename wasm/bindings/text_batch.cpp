// Texts kept in the core's memory: handing a text over costs more than counting it, so who plans the same texts again
// (with another reference, other tables) hands them over once. JavaScript writes into the memory itself.
#include <emscripten/emscripten.h>

#include <cstdint>
#include <string>
#include <vector>

#include "segment_options.hpp"

namespace {

struct TextBatch {
  std::u16string text;              ///< all texts, one behind the other
  std::vector<std::uint32_t> ends;  ///< where each ends in `text`
  std::vector<std::uint32_t> numbers_out;
  std::vector<std::uint8_t> octets_out;
};

/// What a program adds now will likely not be the last.
template <class Container>
auto* grow(Container& container, std::uint32_t more) {
  const auto size = container.size();
  if (container.capacity() < size + more) container.reserve((size + more) * 3 / 2);
  container.resize(size + more);
  return container.data() + size;
}

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE TextBatch* textBatchCreate() {
  return new TextBatch;
}
EMSCRIPTEN_KEEPALIVE void textBatchDispose(TextBatch* batch) {
  delete batch;
}

/// Room behind the last text for `units` code units.
EMSCRIPTEN_KEEPALIVE char16_t* textBatchText(TextBatch* batch, std::uint32_t units) {
  return grow(batch->text, units);
}
/// Room for the ends of `count` more texts.
EMSCRIPTEN_KEEPALIVE std::uint32_t* textBatchEnds(TextBatch* batch, std::uint32_t count) {
  return grow(batch->ends, count);
}

/// Plans all texts. Returns three columns of numbers: segments, units, units left.
EMSCRIPTEN_KEEPALIVE const std::uint32_t* textBatchPlan(TextBatch* batch, std::uint32_t flags, std::uint32_t locking,
                                                        std::uint32_t single, std::uint32_t allowed_locking,
                                                        std::uint32_t allowed_single) {
  const auto options = segment_options_of(flags, locking, single, allowed_locking, allowed_single);
  const std::size_t count = batch->ends.size();
  batch->numbers_out.resize(3 * count);
  batch->octets_out.resize(3 * count);
  std::uint32_t* numbers = batch->numbers_out.data();
  std::uint8_t* octets = batch->octets_out.data();
  klikspor::plan_texts({batch->text.data(), batch->text.size()}, batch->ends, options,
                       {numbers, numbers + count, numbers + 2 * count, octets, octets + count, octets + 2 * count});
  return numbers;
}
/// Three more columns of the same plans, in octets: 1 for UCS-2, the locking and the single shift table.
EMSCRIPTEN_KEEPALIVE const std::uint8_t* textBatchTables(const TextBatch* batch) {
  return batch->octets_out.data();
}

}  // extern "C"
