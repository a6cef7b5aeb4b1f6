// A limit on the segments of each message, over a list.
#include "klikspor/segment_limit.hpp"

#include "convert.hpp"
#include "prepared_template.hpp"

namespace klikspor::door {
namespace {

constexpr auto above_names = names<AboveLimit>("send", "leave-out", "shorten");
constexpr auto text_names = names<SentText>("message", "shorter", "nothing");

SegmentLimit limit_of(Reader& reader, const val& given) {
  return {reader.whole<std::uint32_t>("limit.atMost", field(given, "atMost"), 1, highest_uint32),
          reader.one_of("limit.above", field(given, "above"), above_names)};
}

val effect(const val& wished, const val& given) {
  Reader reader;
  const std::u16string shorter = reader.text("shorter", given);
  const auto above = reader.one_of("above", wished, above_names);
  return reader.refused() ? reader.error() : above_names(effect_of(above, shorter));
}

val sent(const val& given, const val& segments) {
  Reader reader;
  const SegmentLimit limit = limit_of(reader, given);
  const auto count = reader.whole<std::uint32_t>("segments", segments, 0, highest_uint32);
  return reader.refused() ? reader.error() : text_names(sent_text(limit, count));
}

val plan(const RecipientList& list, const PreparedTemplate& message, const PreparedTemplate* shorter,
         const val& given) {
  Reader reader;
  const SegmentLimit limit = limit_of(reader, given);
  if (reader.refused()) return reader.error();
  const Template none;
  const LimitPlan done =
      plan_limited(list, message.parsed, shorter == nullptr ? none : shorter->parsed, message.options, limit);
  return Object()
      .set("effect", above_names(done.effect))
      .set("above", done.above)
      .set("firstAbove", row_or_none(done.first_above))
      .set("stillAbove", done.still_above)
      .set("firstStillAbove", row_or_none(done.first_still_above))
      .set("difference", static_cast<double>(done.difference))
      .set("message", val(done.message))
      .set("shorter", val(done.shorter))
      .set("asked", typed_array(done.asked))
      .set("sent", typed_array(done.sent))
      .set("differences", typed_array(done.differences));
}

val runs(const val& asked, const val& given) {
  Reader reader;
  const auto segments = reader.numbers<std::uint32_t>("asked", asked);
  const SegmentLimit limit = limit_of(reader, given);
  return reader.refused() ? reader.error() : array(sent_runs(segments, limit));
}

}  // namespace

EMSCRIPTEN_BINDINGS(segment_limit) {
  ValueObject<SentRun>("SentRun")
      .field("text", [](const SentRun& run) { return text_names(run.text); })
      .field("first", &SentRun::first)
      .field("count", &SentRun::count);
  emscripten::function("limitEffect", &effect);
  emscripten::function("sentText", &sent);
  emscripten::function("planLimited", &plan, emscripten::allow_raw_pointers());
  emscripten::function("sentRuns", &runs);
}

}  // namespace klikspor::door
