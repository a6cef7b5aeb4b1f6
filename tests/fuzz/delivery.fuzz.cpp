// What became of messages. A word is read or not, however it is written; packed states take in any signs, the same in
// any order and any number of times, and what is told of them is what a plain list of them says.
#include "klikspor/delivery.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "input.hpp"
#include "seeds.hpp"

namespace {

using klikspor::Delivery;
using klikspor::PackedDeliveries;

constexpr std::string_view signs = "ofernbd";

std::string in_capitals(std::string_view text) {
  std::string capitals(text);
  for (char& c : capitals)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - ('a' - 'A'));
  return capitals;
}

void check_words(Input input) {
  const auto codes = static_cast<klikspor::StateCodes>(input.octet() % 4U);
  const auto rest = input.rest();
  const std::string written(rest.begin(), rest.end());
  const auto state = klikspor::delivery_of(written, codes);
  check(!state || static_cast<std::size_t>(*state) < klikspor::deliveries);
  // A receipt begins its state with small letters.
  const bool is_receipt = written.find("stat:") != std::string::npos;
  if (!is_receipt) check(klikspor::delivery_of(in_capitals(written), codes) == state);
  if (written.size() < 256) check(klikspor::delivery_of(written + ' ', codes) == state);
  if (state) check(signs[static_cast<std::size_t>(*state)] == klikspor::sign_of(*state));
}

/// Of the shard's recipients, one each, in the order of their numbers; what later versions wrote is left as it is.
using States = std::vector<unsigned>;

States states_in(const PackedDeliveries& packed) {
  States states;
  for (const std::uint8_t octet : packed) {
    states.push_back(octet & 15U);
    states.push_back(unsigned{octet} >> 4U);
  }
  return states;
}

struct Told {
  std::uint32_t first = 0;
  std::string signs;
};

Told told_from(Input& input) {
  Told told;
  told.first = static_cast<std::uint32_t>(input.number(2));
  for (const std::uint8_t octet : input.octets(input.octet())) told.signs.push_back(signs[octet % signs.size()]);
  return told;
}

/// As `take_deliveries`, recipient by recipient.
void take(States& states, const Told& told, std::uint32_t shards, std::uint32_t shard) {
  for (std::size_t i = 0; i < told.signs.size(); ++i) {
    const std::size_t recipient = told.first + i;
    if (recipient % shards != shard) continue;
    const auto state = static_cast<unsigned>(signs.find(told.signs[i]));
    const std::size_t at = recipient / shards;
    if (state == 0) continue;
    if (states.size() <= at) states.resize(at + 1);
    states[at] = std::max(states[at], state);
  }
}

/// Equal but for the open ones that stand at the end.
void check_same(States a, States b) {
  const std::size_t size = std::max(a.size(), b.size());
  a.resize(size);
  b.resize(size);
  check(a == b);
}

void check_told(const PackedDeliveries& packed, const States& states, std::uint32_t wanted) {
  klikspor::DeliveryCounts counts{};
  for (const unsigned state : states)
    if (state > 0 && state < counts.size()) ++counts[state];
  auto told = klikspor::count_deliveries(packed);
  told[0] = 0;
  check(told == counts);

  const auto bitmap = klikspor::recipients_in(packed, wanted);
  for (std::size_t i = 0; i < bitmap.size() * 8; ++i) {
    const unsigned state = i < states.size() ? states[i] : 0;
    // Of those behind the last octet nothing is told.
    if (i < packed.size() * 2) check(((bitmap[i / 8] >> (i % 8)) & 1U) == ((wanted >> state) & 1U));
    if (i >= packed.size() * 2) check(((bitmap[i / 8] >> (i % 8)) & 1U) == 0);
  }
}

void check_joined(Input& input, std::uint32_t shards) {
  std::vector<std::vector<std::uint8_t>> bitmaps(shards);
  for (auto& bitmap : bitmaps) {
    const auto octets = input.octets(input.octet() % 8U);
    bitmap.assign(octets.begin(), octets.end());
  }
  const auto recipients = static_cast<std::uint32_t>(input.number(1));
  const auto joined = klikspor::join_bitmaps(bitmaps, recipients);
  check(joined.size() == (recipients + 7) / 8);
  for (std::size_t i = 0; i < joined.size() * 8; ++i) {
    const auto& own = bitmaps[i % shards];
    const std::size_t at = i / shards;
    const bool is_set = i < recipients && at / 8 < own.size() && ((own[at / 8] >> (at % 8)) & 1U) != 0;
    check((((joined[i / 8] >> (i % 8)) & 1U) != 0) == is_set);
  }
}

void check_states(Input input) {
  const std::uint32_t shards = 1 + input.octet() % 5U;
  const std::uint32_t shard = input.octet() % shards;
  const auto stored = input.octets(input.octet());
  const PackedDeliveries before(stored.begin(), stored.end());
  const Told one = told_from(input);
  const Told other = told_from(input);

  PackedDeliveries packed = before;
  States states = states_in(before);
  for (const Told& told : {one, other}) {
    const States last = states;
    take(states, told, shards, shard);
    const auto changed = klikspor::take_deliveries(packed, told.signs, told.first, shards, shard);
    check(changed.has_value());
    std::size_t differ = 0;
    for (std::size_t i = 0; i < states.size(); ++i) differ += states[i] != (i < last.size() ? last[i] : 0);
    check(*changed == differ);
    check_same(states_in(packed), states);
  }
  PackedDeliveries otherwise = before;
  for (const Told& told : {other, one, other})
    check(klikspor::take_deliveries(otherwise, told.signs, told.first, shards, shard).has_value());
  check(otherwise == packed);
  check_told(packed, states, static_cast<std::uint32_t>(input.octet() & 127U));

  // A sign that is none, and nothing is changed.
  check(!klikspor::take_deliveries(otherwise, one.signs + 'x', one.first, shards, shard));
  check(otherwise == packed);

  const auto gone = static_cast<std::uint32_t>(input.number(2)) * shards + shard;
  klikspor::forget_delivery(packed, gone, shards);
  if (gone / shards < states.size()) states[gone / shards] = 0;
  check_same(states_in(packed), states);

  const std::uint64_t sent = input.number(8);
  const auto reach = klikspor::reach_of(sent, klikspor::count_deliveries(packed));
  check(reach.recipients == (reach.is_delivered ? reach.delivered : sent));
  check(!reach.is_delivered || reach.delivered > 0);
  check_joined(input, shards);
}

}  // namespace

std::vector<Octets> seeds() {
  std::vector<Octets> all;
  for (const std::string_view word :
       {"DELIVRD", "Afleveret", "id:7 sub:001 stat:UNDELIV err:000", "34", "-2", "ikke leveret",
        "udl\xc3\xb8"
        "bet"}) {
    Octets& seed = all.emplace_back(Octets{1, 2});
    seed.insert(seed.end(), word.begin(), word.end());
  }
  Octets states{0, 2, 1};
  put_text(states, "\x16\x50");
  put(states, 3, 2);
  put_text(states, "abcdefg");
  put(states, 0, 2);
  put_text(states, "gfedcba");
  put(states, 0x41, 1);
  put(states, 2, 2);
  put(states, 10, 8);
  put_text(states, "\x05");
  put_text(states, "\x03");
  put_text(states, "\x07");
  put(states, 20, 1);
  all.push_back(states);
  return all;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const Input input(data + 1, size - 1);
  if ((data[0] & 1U) != 0) {
    check_words(input);
  } else {
    check_states(input);
  }
  return 0;
}
