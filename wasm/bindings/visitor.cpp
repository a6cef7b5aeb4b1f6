// Judging for JavaScript: the request's texts cross in one resident buffer, the verdict in another. No Embind: this
// runs once per hit.
#include "klikspor/visitor.hpp"

#include <emscripten/emscripten.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace {

/// The user agent, or method and headers, one text after the other.
std::array<char, 8192> buffer;

/// Lengths of the texts in the buffer.
std::array<std::uint32_t, 32> lengths;

/// Class, device, signals, pointer and length of the reason.
std::array<std::uint32_t, 5> answer;

std::vector<std::uint8_t> packed;

/// A judge and the octets its rules live in.
struct Rules {
  std::vector<std::uint8_t> octets;
  std::optional<klikspor::Judge> judge;
};

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE char* visitorBuffer() {
  return buffer.data();
}
EMSCRIPTEN_KEEPALIVE const std::uint32_t* visitorAnswer() {
  return answer.data();
}

EMSCRIPTEN_KEEPALIVE std::uint32_t* visitorLengths() {
  return lengths.data();
}

/// Null: not a rules file.
EMSCRIPTEN_KEEPALIVE Rules* visitorLoad(const std::uint8_t* octets, std::uint32_t size) {
  auto rules = std::make_unique<Rules>();
  rules->octets.assign(octets, octets + size);
  rules->judge = klikspor::Judge::load(rules->octets);
  return rules->judge ? rules.release() : nullptr;
}
EMSCRIPTEN_KEEPALIVE void visitorDispose(Rules* rules) {
  delete rules;
}
EMSCRIPTEN_KEEPALIVE std::uint32_t visitorVersion(const Rules* rules) {
  return rules->judge->version();
}

/// The buffer holds the method, then name and value of each of at most 15 headers.
EMSCRIPTEN_KEEPALIVE std::uint32_t visitorSignals(std::uint32_t headers) {
  const char* at = buffer.data();
  const std::uint32_t* length = lengths.data();
  const auto next = [&at, &length] {
    const std::string_view text(at, *length++);
    at += text.size();
    return text;
  };
  const std::string_view method = next();
  std::array<klikspor::Header, lengths.size() / 2> list;
  for (std::uint32_t i = 0; i < headers; ++i) {
    list[i].name = next();
    list[i].value = next();
  }
  return klikspor::signals_of(method, std::span(list).first(headers));
}

/// The buffer holds the user agent.
EMSCRIPTEN_KEEPALIVE void visitorJudge(const Rules* rules, std::uint32_t length, std::uint32_t signals,
                                       std::uint32_t asn) {
  const std::string_view agent(buffer.data(), length);
  const auto verdict = rules->judge->judge(agent, static_cast<std::uint16_t>(signals), asn);
  answer = {static_cast<std::uint32_t>(verdict.hit_class), static_cast<std::uint32_t>(klikspor::device_of(agent)),
            signals, static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(verdict.reason.data())),
            static_cast<std::uint32_t>(verdict.reason.size())};
}

/// Returns the length of the batch judged anew, 0 if it is no batch.
EMSCRIPTEN_KEEPALIVE std::uint32_t visitorRejudge(const Rules* rules, const std::uint8_t* octets, std::uint32_t size) {
  auto batch = klikspor::unpack_hits({octets, size});
  if (!batch) return 0;
  rules->judge->rejudge(*batch);
  klikspor::pack_hits(*batch, 0, packed, klikspor::longest_batch);
  return static_cast<std::uint32_t>(packed.size());
}
EMSCRIPTEN_KEEPALIVE const std::uint8_t* visitorRejudged() {
  return packed.data();
}

}  // extern "C"
