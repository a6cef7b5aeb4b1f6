// What costs a text its GSM-7, and what says the same within it.
#include "klikspor/replacement.hpp"

#include "convert.hpp"
#include "klikspor/explanation.hpp"
#include "klikspor/forcing.hpp"
#include "segment_options.hpp"

namespace klikspor::door {
namespace {

constexpr auto border_kind_names = names<BorderKind>("escape-pair-moved", "surrogate-pair-moved", "cluster-moved",
                                                     "surrogate-pair-cut", "cluster-cut");

std::uint32_t code_point_of(const ForcingCharacter& character) {
  return character.code_point;
}

val replacement_of(const Offender& offender) {
  return offender.replaceable ? text(offender.replacement()) : val::null();
}

val border_kind(const BorderLoss& loss) {
  return border_kind_names(loss.kind);
}

val forcing(const std::u16string& text, const val& options) {
  return with_options(options, [&](const SegmentOptions& chosen) { return array(forcing_characters(text, chosen)); });
}

val explain(const std::u16string& text, const val& options) {
  return with_options(options, [&](const SegmentOptions& chosen) { return array(explain_text(text, chosen)); });
}

val explanation_object(const Explanation& explained) {
  val offenders = val::array();
  for (std::size_t i = 0; i < explained.offenders.size(); ++i) {
    const Offender& offender = explained.offenders[i];
    const OffenderKind& kind = explained.kinds[explained.kind_of[i]];
    push(offenders, Object(val(offender))
                        .set("codePoint", static_cast<std::uint32_t>(offender.code_point))
                        .set("count", kind.count)
                        .set("segmentsAfter", nullable(kind.segments_after)));
  }
  return Object()
      .set("plan", val(explained.before))
      .set("offenders", offenders)
      .set("segmentsAfterAll", explained.after_all.segments)
      .set("planAfterAll", val(explained.after_all))
      .set("removal", val(explained.removal))
      .set("borders", array(explained.borders));
}

val explain_plan(const std::u16string& text, const val& options) {
  return with_options(options,
                      [&](const SegmentOptions& chosen) { return explanation_object(explain_segments(text, chosen)); });
}

val replace(const std::u16string& given, const val& options) {
  return with_options(options, [&](const SegmentOptions& chosen) { return text(replace_characters(given, chosen)); });
}

}  // namespace

EMSCRIPTEN_BINDINGS(replacement) {
  emscripten::value_object<ForcingCharacter>("ForcingCharacter")
      .field("index", &ForcingCharacter::index)
      .field("codePoint", &code_point_of, &never_set<ForcingCharacter, std::uint32_t>);
  emscripten::value_object<Offender>("Offender")
      .field("start", &Offender::start)
      .field("end", &Offender::end)
      .field("replacement", &replacement_of, &never_set<Offender, val>);
  emscripten::value_object<BorderLoss>("BorderLoss")
      .field("segment", &BorderLoss::segment)
      .field("kind", &border_kind, &never_set<BorderLoss, val>)
      .field("unitsWasted", &BorderLoss::units_wasted);
  emscripten::value_object<Removal>("Removal")
      .field("start", &Removal::start)
      .field("characters", &Removal::characters);
  emscripten::function("forcingCharacters", &forcing);
  emscripten::function("forcingCharacters", &by_default<&forcing>);
  emscripten::function("explainText", &explain);
  emscripten::function("explainText", &by_default<&explain>);
  emscripten::function("explainSegments", &explain_plan);
  emscripten::function("explainSegments", &by_default<&explain_plan>);
  emscripten::function("replaceCharacters", &replace);
  emscripten::function("replaceCharacters", &by_default<&replace>);
}

}  // namespace klikspor::door
