// Counting: the state of one shard of one campaign, loaded once and asked as often as it takes.
#include <algorithm>
#include <map>
#include <utility>

#include "convert.hpp"
#include "hit_names.hpp"
#include "klikspor/fold.hpp"
#include "klikspor/slug.hpp"
#include "link_kind.hpp"
#include "totals.hpp"
#include "tracking.hpp"

namespace klikspor::door {
namespace {

/// What batches say of themselves, added up.
struct TakenBatches {
  std::uint32_t batches = 0;
  std::uint32_t hits = 0;
  std::uint32_t attempts = 0;
  std::uint32_t detours = 0;
};

/// A state, and what was taken in since that was last asked.
struct CountedShard {
  ShardState state;
  TakenBatches taken = {};
};

CampaignShape campaign_shape(Reader& reader, const val& given) {
  CampaignShape shape;
  shape.links = link_kinds(reader, "shape.links", field(given, "links"));
  (void)reader.whole<std::size_t>("shape.links.length", static_cast<double>(shape.links.size()), 1, slots_per_campaign);
  shape.recipients = reader.whole<std::uint32_t>("shape.recipients", field(given, "recipients"), 0, slots_per_campaign);
  shape.shards = reader.whole<std::uint32_t>("shape.shards", field(given, "shards"), 1, slots_per_campaign);
  shape.shard = reader.whole<std::uint32_t>("shape.shard", field(given, "shard"), 0, shape.shards - 1);
  shape.aggregate = is_aggregate(reader, "shape.tracking", field(given, "tracking"));
  shape.published_at_ms =
      reader.whole<std::int64_t>("shape.publishedAtMs", field(given, "publishedAtMs"), 0, highest_exact);
  return shape;
}

val load(const val& saved, const val& given) {
  Reader reader;
  const auto octets = reader.octets("state", saved);
  auto shape = campaign_shape(reader, given);
  if (reader.refused()) return reader.error();
  auto state = ShardState::load(octets, std::move(shape));
  if (!state) return type_error("state is damaged, or of another campaign shape or version");
  return made<CountedShard>(CountedShard{std::move(*state)});
}

val save(const CountedShard& shard) {
  return typed_array(shard.state.save());
}

// --- batches ------------------------------------------------------------------------------------------------------

constexpr double first_seq = 1;

/// Octets as a string: Embind copies those itself, in half the time of `octets`, and a counter takes batch after batch.
/// For the same reason what batches say of themselves is told once for many.
bool take_numbered(CountedShard& shard, const std::string& bytes, std::uint64_t seq) {
  const auto batch = unpack_hits({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
  if (!batch) return false;
  shard.state.take(*batch, seq);
  ++shard.taken.batches;
  shard.taken.hits += static_cast<std::uint32_t>(batch->hits.size());
  shard.taken.attempts += batch->attempts;
  shard.taken.detours += batch->detours;
  return true;
}
bool take(CountedShard& shard, const std::string& bytes) {
  return take_numbered(shard, bytes, 0);
}
val take_as(CountedShard& shard, const std::string& bytes, const val& seq) {
  Reader reader;
  const auto number = reader.whole<std::uint64_t>("seq", seq, first_seq, highest_exact);
  if (reader.refused()) return reader.error();
  return val(take_numbered(shard, bytes, number));
}

TakenBatches newly_taken(CountedShard& shard) {
  return std::exchange(shard.taken, {});
}

void settle_all(CountedShard& shard) {
  shard.state.settle_all();
}
val settle(CountedShard& shard, const val& before_ms) {
  Reader reader;
  const auto limit = reader.whole<std::int64_t>("beforeMs", before_ms, 0, highest_exact);
  if (reader.refused()) return reader.error();
  shard.state.settle(limit);
  return val::undefined();
}

// --- scans --------------------------------------------------------------------------------------------------------

/// By batch and recipient.
val new_scans(CountedShard& shard) {
  std::map<std::pair<std::uint64_t, std::uint32_t>, std::vector<std::uint32_t>> groups;
  for (const ScannedHit& hit : shard.state.new_scans()) groups[{hit.seq, hit.recipient}].push_back(hit.index);
  return array(groups, [](const auto& group) {
    const auto& [of, hits] = group;
    return Object().set("seq", number(of.first)).set("recipient", of.second).set("hits", val::array(hits));
  });
}

val clear(CountedShard& shard, const val& recipient) {
  Reader reader;
  const auto index = reader.whole<std::uint32_t>("recipient", recipient, 0, slots_per_campaign);
  if (reader.refused()) return reader.error();
  return val(shard.state.clear(index));
}

/// Places of hits in a batch.
std::vector<std::uint16_t> places(Reader& reader, std::string_view name, const val& given) {
  constexpr double highest_place = 0xffff;
  std::vector<std::uint16_t> read(reader.length(name, given));
  for (std::size_t i = 0; i < read.size(); ++i) {
    read[i] = reader.whole<std::uint16_t>(place(name, i), given[i], 0, highest_place);
  }
  return read;
}

val restore(CountedShard& shard, const val& bytes, const val& hits) {
  Reader reader;
  const auto packed = reader.octets("bytes", bytes);
  const auto scanned = places(reader, "hits", hits);
  if (reader.refused()) return reader.error();
  const auto batch = unpack_hits(packed);
  if (!batch) return val(false);
  shard.state.restore(*batch, scanned);
  return val(true);
}

val forget(CountedShard& shard, const val& recipient) {
  Reader reader;
  const auto index = reader.whole<std::uint32_t>("recipient", recipient, 0, slots_per_campaign);
  if (reader.refused()) return reader.error();
  shard.state.forget(index);
  return val::undefined();
}

void restart(CountedShard& shard) {
  shard.state.restart();
}

// --- outcomes -----------------------------------------------------------------------------------------------------

constexpr auto standing_names = names<Standing>("counted", "waiting", "left-out");

val change_of(const Outcome& outcome) {
  switch (outcome.change) {
    case Change::none: return val::null();
    case Change::scan: return val("all-links-at-once");
    case Change::cleared: return val("opt-out-confirmed");
  }
  return val::null();
}

val outcomes(const CountedShard& shard, const val& bytes, const val& seq, const val& hits) {
  Reader reader;
  const auto packed = reader.octets("bytes", bytes);
  const auto of = reader.whole<std::uint64_t>("seq", seq, first_seq, highest_exact);
  const auto scanned = places(reader, "scanned", hits);
  if (reader.refused()) return reader.error();
  const auto batch = unpack_hits(packed);
  if (!batch) return val::null();
  return array(shard.state.outcomes(*batch, of, scanned));
}

// --- soon clicks --------------------------------------------------------------------------------------------------

val soon_clicks(const CountedShard& shard, const val& bytes, const val& seq, const val& hits, const val& from) {
  Reader reader;
  const auto packed = reader.octets("bytes", bytes);
  const auto of = reader.whole<std::uint64_t>("seq", seq, first_seq, highest_exact);
  const auto scanned = places(reader, "scanned", hits);
  const auto from_ms = reader.whole<std::int64_t>("fromMs", from, 0, highest_exact);
  if (reader.refused()) return reader.error();
  const auto batch = unpack_hits(packed);
  return batch ? typed_array(shard.state.soon_clicks(*batch, of, scanned, from_ms)) : val::null();
}

// --- clicks -------------------------------------------------------------------------------------------------------

/// A list for a list: who has ordered is asked of thousands at once.
val clicked(const CountedShard& shard, const val& recipients) {
  Reader reader;
  const auto asked = reader.numbers<std::uint32_t>("recipients", recipients);
  if (reader.refused()) return reader.error();
  std::vector<std::uint8_t> answers(asked.size());
  std::transform(asked.begin(), asked.end(), answers.begin(), [&shard](std::uint32_t recipient) {
    return static_cast<std::uint8_t>(shard.state.has_clicked(recipient));
  });
  return typed_array(answers);
}

// --- totals -------------------------------------------------------------------------------------------------------

val totals(const CountedShard& shard) {
  return totals_object(shard.state.totals());
}

val clickers(const CountedShard& shard) {
  return typed_array(shard.state.clickers());
}
val clickers_of(const CountedShard& shard, const val& link) {
  if (!is_given(link)) return clickers(shard);
  Reader reader;
  const auto index = reader.whole<std::uint32_t>("link", link, 0, slots_per_campaign);
  if (reader.refused()) return reader.error();
  return typed_array(shard.state.clickers(index));
}

WaitingHits pending(const CountedShard& shard) {
  return shard.state.waiting();
}

val shard_number(const val& recipient, const val& shards) {
  Reader reader;
  const auto index = reader.whole<std::uint32_t>("recipient", recipient, 0, highest_uint32);
  const auto count = reader.whole<std::uint32_t>("shards", shards, 1, slots_per_campaign);
  if (reader.refused()) return reader.error();
  return val(shard_of(index, count));
}

}  // namespace

EMSCRIPTEN_BINDINGS(shard_state) {
  ValueObject<TakenBatches>("TakenBatches")
      .field("batches", &TakenBatches::batches)
      .field("hits", &TakenBatches::hits)
      .field("attempts", &TakenBatches::attempts)
      .field("detours", &TakenBatches::detours);
  ValueObject<Outcome>("Outcome")
      .field("class", [](const Outcome& outcome) { return class_names(outcome.hit_class); })
      .field("standing", [](const Outcome& outcome) { return standing_names(outcome.standing); })
      .field("change", &change_of);
  ValueObject<WaitingHits>("WaitingHits")
      .field("hits", [](const WaitingHits& waiting) { return number(waiting.hits); })
      .field("firstMs", [](const WaitingHits& waiting) { return number(waiting.first_ms); });
  emscripten::class_<CountedShard>("ShardState")
      .smart_ptr<Held<CountedShard>>("ShardState")
      .property("pending", &pending)
      .function("take", &take)
      .function("take", &take_as)
      .function("newlyTaken", &newly_taken)
      .function("settle", &settle_all)
      .function("settle", &settle)
      .function("newScans", &new_scans)
      .function("clear", &clear)
      .function("restore", &restore)
      .function("restart", &restart)
      .function("forget", &forget)
      .function("outcomes", &outcomes)
      .function("soonClicks", &soon_clicks)
      .function("clicked", &clicked)
      .function("totals", &totals)
      .function("clickers", &clickers)
      .function("clickers", &clickers_of)
      .function("save", &save);
  emscripten::function("loadShardState", &load);
  emscripten::function("shardOf", &shard_number);
}

}  // namespace klikspor::door
