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
  ValueObject<ForcingCharacter>("ForcingCharacter")
      .field("index", &ForcingCharacter::index)
      .field("codePoint", [](const ForcingCharacter& character) -> std::uint32_t { return character.code_point; });
  ValueObject<Offender>("Offender")
      .field("start", &Offender::start)
      .field("end", &Offender::end)
      .field("replacement", [](const Offender& offender) {
        return offender.replaceable ? text(offender.replacement()) : val::null();
      });
  ValueObject<BorderLoss>("BorderLoss")
      .field("segment", &BorderLoss::segment)
      .field("kind", [](const BorderLoss& loss) { return border_kind_names(loss.kind); })
      .field("unitsWasted", &BorderLoss::units_wasted);
  ValueObject<Removal>("Removal").field("start", &Removal::start).field("characters", &Removal::characters);
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
