// Who asked: the visitor rules of one data file.
#include "klikspor/visitor.hpp"

#include "convert.hpp"
#include "hit_names.hpp"

namespace klikspor::door {
namespace {

/// A judge and the octets that its rules are views of.
struct OwnJudge {
  std::vector<std::uint8_t> rules;
  Judge judge;
};

val create_judge(const val& rules) {
  auto own = octets("rules", rules);
  if (!own) return own.error();
  auto judge = Judge::load(*own);
  if (!judge) return type_error("rules is not a visitor rules file this version can read");
  return made<OwnJudge>(OwnJudge{std::move(*own), std::move(*judge)});
}

std::uint32_t version_of(const OwnJudge& self) {
  return self.judge.version();
}

val headers_judged() {
  return array(judged_headers, [](std::string_view name) { return text(name); });
}

/// What JavaScript is told of a visit.
struct VisitVerdict {
  Verdict verdict;
  Device device = Device::other;
  std::uint16_t signals = 0;
};

val class_of(const VisitVerdict& said) {
  return class_names(said.verdict.hit_class);
}
val reason_of(const VisitVerdict& said) {
  return text(said.verdict.reason);
}
val device_of_visit(const VisitVerdict& said) {
  return device_names(said.device);
}

std::uint16_t signals_of_visit(const val& visit) {
  const val given = visit["headers"];
  std::array<std::string, judged_headers.size()> values;
  std::array<Header, judged_headers.size()> headers;
  std::size_t count = 0;
  for (const std::string_view name : judged_headers) {
    const val value = given[std::string(name)];
    if (!is_given(value)) continue;
    values[count] = value.as<std::string>();
    headers[count] = {name, values[count]};
    ++count;
  }
  return signals_of(visit["method"].as<std::string>(), std::span(headers).first(count));
}

val judge(const OwnJudge& self, const val& visit) {
  const val asn = visit["asn"];
  const auto network =
      is_given(asn) ? whole<std::uint32_t>("asn", asn, 0, highest_uint32) : Read<std::uint32_t>(std::uint32_t{0});
  if (!network) return network.error();
  const std::string agent = utf8(visit["userAgent"].as<std::u16string>());
  const std::uint16_t signals = signals_of_visit(visit);
  return val(VisitVerdict{self.judge.judge(agent, signals, *network), device_of(agent), signals});
}

val rejudge(const OwnJudge& self, const val& batch) {
  const auto packed = octets("batch", batch);
  if (!packed) return packed.error();
  auto hits = unpack_hits(*packed);
  if (!hits) return val::null();
  self.judge.rejudge(*hits);
  std::vector<std::uint8_t> judged;
  pack_hits(*hits, 0, judged, longest_batch);
  return typed_array(judged);
}

}  // namespace

EMSCRIPTEN_BINDINGS(visitor) {
  emscripten::value_object<VisitVerdict>("Verdict")
      .field("class", &class_of, &never_set<VisitVerdict, val>)
      .field("reason", &reason_of, &never_set<VisitVerdict, val>)
      .field("device", &device_of_visit, &never_set<VisitVerdict, val>)
      .field("signals", &VisitVerdict::signals);
  emscripten::class_<OwnJudge>("Judge")
      .smart_ptr<std::shared_ptr<OwnJudge>>("Judge")
      .property("version", &version_of)
      .function("judge", &judge)
      .function("rejudge", &rejudge);
  emscripten::function("createJudge", &create_judge);
  emscripten::function("judgedHeaders", &headers_judged);
}

}  // namespace klikspor::door
