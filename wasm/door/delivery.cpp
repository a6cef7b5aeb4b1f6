// What became of messages: states as gateways write them, kept packed, and what rates divide by.
#include "klikspor/delivery.hpp"

#include "convert.hpp"
#include "klikspor/slug.hpp"

namespace klikspor::door {
namespace {

constexpr auto state_names =
    names<Delivery>("open", "failed", "expired", "refused", "no-such-number", "blocked", "delivered");
static_assert(state_names.names.size() == deliveries);

constexpr auto code_names = names<StateCodes>("none", "inmobile", "kannel", "smpp");

val state_or_null(std::optional<Delivery> state) {
  return state ? state_names(*state) : val::null();
}

val state_of_word(const std::u16string& written) {
  return state_or_null(delivery_of(utf8(written)));
}
val state_of_code(const std::u16string& written, const val& codes) {
  if (!is_given(codes)) return state_of_word(written);
  Reader reader;
  const auto whose = reader.one_of("codes", codes, code_names);
  if (reader.refused()) return reader.error();
  return state_or_null(delivery_of(utf8(written), whose));
}

val take(const val& stored, const std::string& signs, const val& first, const val& shards, const val& shard) {
  Reader reader;
  auto packed = reader.octets("packed", stored);
  const auto from = reader.whole<std::uint32_t>("first", first, 0, slots_per_campaign);
  const auto of = reader.whole<std::uint32_t>("shards", shards, 1, slots_per_campaign);
  const auto own = reader.whole<std::uint32_t>("shard", shard, 0, of - 1);
  if (reader.refused()) return reader.error();
  if (!take_deliveries(packed, signs, from, of, own)) return range_error("signs holds one that is no state");
  return typed_array(packed);
}

val forget(const val& stored, const val& recipient, const val& shards) {
  Reader reader;
  auto packed = reader.octets("packed", stored);
  const auto index = reader.whole<std::uint32_t>("recipient", recipient, 0, slots_per_campaign);
  const auto of = reader.whole<std::uint32_t>("shards", shards, 1, slots_per_campaign);
  if (reader.refused()) return reader.error();
  forget_delivery(packed, index, of);
  return typed_array(packed);
}

val counts(const val& stored) {
  Reader reader;
  const auto packed = reader.octets("packed", stored);
  if (reader.refused()) return reader.error();
  const DeliveryCounts found = count_deliveries(packed);
  Object object;
  for (std::size_t state = 0; state < deliveries; ++state)
    object.set(state_names.names[state].data(), static_cast<double>(found[state]));
  return object;
}

val in_states(const val& stored, const val& states) {
  Reader reader;
  const auto packed = reader.octets("packed", stored);
  std::uint32_t wanted = 0;
  for (std::size_t i = 0, count = reader.length("states", states); i < count; ++i)
    wanted |= 1U << reader.index(place("states", i), states[i], state_names.names);
  if (reader.refused()) return reader.error();
  return typed_array(recipients_in(packed, wanted));
}

val joined(const val& shards, const val& recipients) {
  Reader reader;
  std::vector<std::vector<std::uint8_t>> bitmaps(reader.length("shards", shards));
  for (std::size_t i = 0; i < bitmaps.size(); ++i) bitmaps[i] = reader.octets(place("shards", i), shards[i]);
  const auto count = reader.whole<std::uint32_t>("recipients", recipients, 0, slots_per_campaign);
  if (reader.refused()) return reader.error();
  return typed_array(join_bitmaps(bitmaps, count));
}

val reach(const val& sent, const val& given) {
  Reader reader;
  const auto messages = reader.whole<std::uint64_t>("sent", sent, 0, highest_exact);
  DeliveryCounts found{};
  if (reader.object("counts", given)) {
    for (std::size_t state = 0; state < deliveries; ++state) {
      const std::string name(state_names.names[state]);
      found[state] = reader.whole<std::uint64_t>("counts." + name, field(given, name.c_str()), 0, highest_exact);
    }
  }
  if (reader.refused()) return reader.error();
  const Reached known = reach_of(messages, found);
  return Object()
      .set("of", word(known.is_delivered ? "delivered" : "sent"))
      .set("recipients", static_cast<double>(known.recipients))
      .set("delivered", static_cast<double>(known.delivered))
      .set("failed", static_cast<double>(known.failed))
      .set("open", static_cast<double>(known.open));
}

}  // namespace

EMSCRIPTEN_BINDINGS(delivery) {
  emscripten::function("deliveryOf", &state_of_word);
  emscripten::function("deliveryOf", &state_of_code);
  emscripten::function("takeDeliveries", &take);
  emscripten::function("forgetDelivery", &forget);
  emscripten::function("deliveryCounts", &counts);
  emscripten::function("recipientsIn", &in_states);
  emscripten::function("joinBitmaps", &joined);
  emscripten::function("reachOf", &reach);
}

}  // namespace klikspor::door
