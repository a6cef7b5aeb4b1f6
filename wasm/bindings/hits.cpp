// Batches of hits for JavaScript: flat memory in and out, no Embind. `js/hits.ts` writes and reads the same layout.
#include "klikspor/hits.hpp"

#include <emscripten/emscripten.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

namespace {

using klikspor::Hit;
using klikspor::HitBatch;

// js/hits.ts writes hits field by field at these places.
static_assert(offsetof(Hit, at_ms) == 0 && offsetof(Hit, recipient) == 8 && offsetof(Hit, link) == 12 &&
              offsetof(Hit, rules) == 16 && offsetof(Hit, agent) == 20 && offsetof(Hit, reason) == 24 &&
              offsetof(Hit, asn) == 28 && offsetof(Hit, country) == 32 && offsetof(Hit, signals) == 34 &&
              offsetof(Hit, hit_class) == 36);

HitBatch batch;
std::vector<std::uint8_t> packed;
/// What a read leaves for JavaScript: numbers, then pointer and length of each text.
std::vector<std::uint32_t> answer;

std::uint32_t address(const void* pointer) {
  return static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(pointer));
}

void put_time(std::int64_t ms) {
  answer.push_back(static_cast<std::uint32_t>(ms));
  answer.push_back(static_cast<std::uint32_t>(ms >> 32));
}

/// Texts stand one after the other, each behind its length in four octets.
const std::uint8_t* read_texts(const std::uint8_t* at, std::uint32_t count, std::vector<std::string_view>& texts) {
  texts.clear();
  for (std::uint32_t i = 0; i < count; ++i) {
    std::uint32_t size = 0;
    std::memcpy(&size, at, 4);
    texts.emplace_back(reinterpret_cast<const char*>(at + 4), size);
    at += 4 + size;
  }
  return at;
}

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE const std::uint32_t* hitsAnswer() {
  return answer.data();
}

/// Takes a whole batch in. `hits` and `texts` must stay where they are until the last hitsPack.
EMSCRIPTEN_KEEPALIVE void hitsTake(const Hit* hits, std::uint32_t count, const std::uint8_t* texts,
                                   std::uint32_t agents, std::uint32_t reasons, std::uint32_t attempts,
                                   std::uint32_t detours) {
  batch.hits.assign(hits, hits + count);
  read_texts(read_texts(texts, agents, batch.agents), reasons, batch.reasons);
  batch.attempts = attempts;
  batch.detours = detours;
}

/// Packs from hit `first` on; answer: hits packed, pointer, length.
EMSCRIPTEN_KEEPALIVE void hitsPack(std::uint32_t first) {
  const std::size_t count = klikspor::pack_hits(batch, first, packed);
  answer.assign({static_cast<std::uint32_t>(count), address(packed.data()), static_cast<std::uint32_t>(packed.size())});
}

/// Answer: attempts, detours, hits, their address, agents, reasons, then pointer and length of each text.
EMSCRIPTEN_KEEPALIVE bool hitsUnpack(const std::uint8_t* octets, std::uint32_t size) {
  auto unpacked = klikspor::unpack_hits({octets, size});
  if (!unpacked) return false;
  batch = std::move(*unpacked);
  answer.assign({batch.attempts, batch.detours, static_cast<std::uint32_t>(batch.hits.size()),
                 address(batch.hits.data()), static_cast<std::uint32_t>(batch.agents.size()),
                 static_cast<std::uint32_t>(batch.reasons.size())});
  for (const auto* table : {&batch.agents, &batch.reasons})
    for (const std::string_view text : *table) {
      answer.push_back(address(text.data()));
      answer.push_back(static_cast<std::uint32_t>(text.size()));
    }
  return true;
}

/// Answer: attempts, detours, hits, first and last time (low and high word each).
EMSCRIPTEN_KEEPALIVE bool hitsHeader(const std::uint8_t* octets, std::uint32_t size) {
  const auto header = klikspor::read_batch_header({octets, size});
  if (!header) return false;
  answer.assign({header->attempts, header->detours, header->hits});
  put_time(header->first_ms);
  put_time(header->last_ms);
  return true;
}

EMSCRIPTEN_KEEPALIVE bool hitsStamp(std::uint8_t* octets, std::uint32_t size, std::uint32_t attempts,
                                    std::uint32_t detours) {
  return klikspor::stamp_batch({octets, size}, attempts, detours);
}

}  // extern "C"
