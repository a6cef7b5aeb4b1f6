#pragma once
// How the octets of an input stand for a batch of hits: any batch that a caller may hand in.
#include <algorithm>
#include <string_view>

#include "input.hpp"
#include "klikspor/hits.hpp"
#include "seeds.hpp"

/// Where the clocks of these inputs stand.
inline constexpr std::int64_t input_ms = 1795800000000;
inline constexpr std::int64_t latest_input_ms = std::int64_t{1} << 53;

/// Two agents, two reasons, then hits of sixteen octets each as far as the input reaches. Texts are views of the input.
inline klikspor::HitBatch batch_from(Input& input) {
  klikspor::HitBatch batch;
  batch.attempts = static_cast<std::uint32_t>(input.number(2));
  batch.detours = input.octet();
  batch.agents = {input.text(), input.text()};
  batch.reasons = {input.text(), input.text()};
  std::int64_t at_ms = input_ms;
  while (!input.at_end()) {
    klikspor::Hit hit;
    at_ms += static_cast<std::int16_t>(input.number(2));
    hit.at_ms = at_ms;
    hit.recipient = static_cast<std::uint32_t>(input.number(2));
    hit.link = input.octet() % 8U;
    const std::uint8_t kinds = input.octet();
    hit.hit_class = static_cast<klikspor::HitClass>((kinds & 31U) % klikspor::hit_classes);
    hit.agent = kinds >> 7U;
    hit.reason = (kinds >> 6U) & 1U;
    hit.rules = static_cast<std::uint32_t>(input.number(4));
    hit.country = static_cast<std::uint16_t>(input.number(2) % (klikspor::highest_country + 1U));
    hit.asn = static_cast<std::uint32_t>(input.number(2));
    hit.signals = static_cast<std::uint16_t>(input.number(2));
    batch.hits.push_back(hit);
  }
  return batch;
}

/// The batch above, with three hits of one recipient on three links and one of another's test.
inline void put_batch(Octets& to) {
  put(to, 1, 2);
  put(to, 0, 1);
  put_text(to, "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) Safari/604.1");
  put_text(to, "WhatsApp/2.23.20.0");
  put_text(to, "person");
  put_text(to, "agent-app-preview");
  for (std::uint64_t i = 0; i < 4; ++i) {
    put(to, 40, 2);             // milliseconds after the one before
    put(to, i < 3 ? 6 : 7, 2);  // recipient
    put(to, i % 3, 1);          // link
    put(to, i < 3 ? 0 : 5 | 1U << 7U, 1);
    put(to, 20261001, 4);
    put(to, 485, 2);
    put(to, 3292, 2);
    put(to, 8, 2);
  }
}

/// Equal but for how the texts are numbered.
inline void check_same_hit(const klikspor::HitBatch& a, const klikspor::Hit& one, const klikspor::HitBatch& b,
                           const klikspor::Hit& other) {
  klikspor::Hit renumbered = other;
  renumbered.agent = one.agent;
  renumbered.reason = one.reason;
  check(renumbered == one);
  check(a.agents[one.agent].starts_with(b.agents[other.agent]));
  check(a.reasons[one.reason].starts_with(b.reasons[other.reason]));
}
