// Texts kept in the core's memory, for whoever plans the same ones again (with another reference, other tables):
// handing a text over costs more than counting it. `js/fast-lane.ts` gives `append` its public shape.
#include "convert.hpp"
#include "klikspor/segment.hpp"
#include "segment_options.hpp"

namespace klikspor::door {
namespace {

struct TextBatch {
  std::u16string text;              ///< all texts, one behind the other
  std::vector<std::uint32_t> ends;  ///< where each ends in `text`
};

constexpr std::size_t most_units = std::size_t{1} << 27;

std::size_t size_of(const TextBatch& batch) {
  return batch.ends.size();
}

/// Texts one behind the other, and the length of each.
val append(TextBatch& batch, const std::u16string& texts, const val& lengths) {
  const std::size_t units = batch.text.size() + texts.size();
  if (units > most_units) {
    return range_error("texts would hold " + std::to_string(units) + " code units; a batch holds at most " +
                       std::to_string(most_units));
  }
  auto end = static_cast<std::uint32_t>(batch.text.size());
  batch.text += texts;
  for (const auto length : emscripten::convertJSArrayToNumberVector<std::uint32_t>(lengths)) {
    batch.ends.push_back(end += length);
  }
  return val::undefined();
}

val plan(const TextBatch& batch, const val& options) {
  Reader reader;
  const auto chosen = segment_options(reader, options);
  if (reader.refused()) return reader.error();
  const std::size_t size = batch.ends.size();
  std::vector<std::uint32_t> segments(size), units(size), units_left(size);
  std::vector<std::uint8_t> ucs2(size), locking(size), single(size);
  plan_texts(batch.text, batch.ends, chosen,
             {segments.data(), units.data(), units_left.data(), ucs2.data(), locking.data(), single.data()});
  return Object()
      .set("segments", typed_array(segments))
      .set("units", typed_array(units))
      .set("unitsLeft", typed_array(units_left))
      .set("ucs2", typed_array(ucs2))
      .set("locking", typed_array(locking))
      .set("single", typed_array(single));
}
val plan_by_default(const TextBatch& batch) {
  return plan(batch, val::undefined());
}

val create() {
  return made<TextBatch>();
}

}  // namespace

EMSCRIPTEN_BINDINGS(text_batch) {
  emscripten::class_<TextBatch>("TextBatch")
      .smart_ptr<Held<TextBatch>>("TextBatch")
      .property("size", &size_of)
      .function("append", &append)
      .function("plan", &plan)
      .function("plan", &plan_by_default);
  emscripten::function("createTextBatch", &create);
}

}  // namespace klikspor::door
