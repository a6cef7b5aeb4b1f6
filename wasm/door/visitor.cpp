// Who asked: the visitor rules of one data file.
#include "klikspor/visitor.hpp"

#include "convert.hpp"
#include "hit_names.hpp"

namespace klikspor::door {
namespace {

/// A judge, the octets that its rules are views of, and the names of what it asks of a visit: made once, because it
/// runs for every look of a visitor. A verdict takes some 5 us.
struct OwnJudge {
  std::vector<std::uint8_t> rules;
  Judge judge;
  val method{"method"};
  val user_agent{"userAgent"};
  val headers{"headers"};
  val asn{"asn"};
  val get{"get"};
  std::vector<val> header_names = {};
};

val create_judge(const val& rules) {
  Reader reader;
  auto own = reader.octets("rules", rules);
  if (reader.refused()) return reader.error();
  auto judge = Judge::load(own);
  if (!judge) return type_error("rules is not a visitor rules file this version can read");
  OwnJudge made_judge{std::move(own), std::move(*judge)};
  for (const std::string_view name : judged_headers) made_judge.header_names.push_back(word(name));
  return made<OwnJudge>(std::move(made_judge));
}

std::uint32_t version_of(const OwnJudge& self) {
  return self.judge.version();
}

val headers_judged() {
  return array(judged_headers, word);
}

/// What JavaScript is told of a visit.
struct VisitVerdict {
  Verdict verdict;
  Device device = Device::other;
  std::uint16_t signals = 0;
};

std::uint16_t signals_of_visit(Reader& reader, const OwnJudge& self, const val& visit) {
  const val given = visit[self.headers];
  const std::string asked = utf8(reader.text("method", visit[self.method]));
  if (!reader.object("headers", given)) return 0;
  // Of a request's own Headers, or a Map, no name is a field: every visit would look as if it had none.
  if (const val get = given[self.get]; is_given(get) && !get.isString()) {
    reader.refuse("headers", given, "an object, such as Object.fromEntries(request.headers)", type_error);
    return 0;
  }
  std::array<std::string, judged_headers.size()> values;
  std::array<Header, judged_headers.size()> headers;
  std::size_t count = 0;
  for (std::size_t i = 0; i < judged_headers.size(); ++i) {
    const val value = given[self.header_names[i]];
    if (!is_given(value)) continue;
    values[count] = utf8(reader.text(judged_headers[i], value));
    headers[count] = {judged_headers[i], values[count]};
    ++count;
  }
  return signals_of(asked, std::span(headers).first(count));
}

val judge(const OwnJudge& self, const val& visit) {
  Reader reader;
  if (!reader.object("visit", visit)) return reader.error();
  const val asn = visit[self.asn];
  const auto network = is_given(asn) ? reader.whole<std::uint32_t>("asn", asn, 0, highest_uint32) : 0;
  const std::string agent = utf8(reader.text("userAgent", visit[self.user_agent]));
  const std::uint16_t signals = signals_of_visit(reader, self, visit);
  if (reader.refused()) return reader.error();
  return val(VisitVerdict{self.judge.judge(agent, signals, network), device_of(agent), signals});
}

val rejudge(const OwnJudge& self, const val& batch) {
  Reader reader;
  const auto packed = reader.octets("batch", batch);
  if (reader.refused()) return reader.error();
  auto hits = unpack_hits(packed);
  if (!hits) return val::null();
  self.judge.rejudge(*hits);
  std::vector<std::uint8_t> judged;
  pack_hits(*hits, 0, judged, longest_batch);
  return typed_array(judged);
}

}  // namespace

EMSCRIPTEN_BINDINGS(visitor) {
  ValueObject<VisitVerdict>("Verdict")
      .field("class", [](const VisitVerdict& said) { return class_names(said.verdict.hit_class); })
      .field("reason", [](const VisitVerdict& said) { return text(said.verdict.reason); })
      .field("device", [](const VisitVerdict& said) { return device_names(said.device); })
      .field("signals", &VisitVerdict::signals);
  emscripten::class_<OwnJudge>("Judge")
      .smart_ptr<Held<OwnJudge>>("Judge")
      .property("version", &version_of)
      .function("judge", &judge)
      .function("rejudge", &rejudge);
  emscripten::function("createJudge", &create_judge);
  emscripten::function("judgedHeaders", &headers_judged);
}

}  // namespace klikspor::door
