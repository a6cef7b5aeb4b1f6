// Hits and the batches they travel in.
#include "klikspor/hits.hpp"

#include <map>

#include "convert.hpp"
#include "hit_names.hpp"
#include "klikspor/slug.hpp"

namespace klikspor::door {
namespace {

/// Different texts, numbered in the order they came.
class TextTable {
 public:
  explicit TextTable(std::vector<std::string_view>& texts) : texts_(&texts) {}

  std::uint32_t number_of(const std::string& text) {
    const auto [at, is_new] = numbers_.try_emplace(text, static_cast<std::uint32_t>(texts_->size()));
    if (is_new) texts_->push_back(at->first);
    return at->second;
  }

 private:
  std::map<std::string, std::uint32_t> numbers_;
  std::vector<std::string_view>* texts_;
};

/// The texts of one call in a table, by their places: each is looked up once, however many hits have it.
class Numbered {
 public:
  Numbered(TextTable& table, const std::vector<std::string>& texts)
      : table_(&table), texts_(&texts), numbers_(texts.size()) {}

  std::uint32_t operator[](double place) {
    const auto at = static_cast<std::size_t>(place);
    auto& number = numbers_[at];
    if (!number) number = table_->number_of((*texts_)[at]);
    return *number;
  }

 private:
  TextTable* table_;
  const std::vector<std::string>* texts_;
  std::vector<std::optional<std::uint32_t>> numbers_;
};

/// A batch that owns what its texts are views of: the octets it was read from, or the texts of hits that were added.
struct OwnBatch {
  std::vector<std::uint8_t> octets;
  HitBatch batch;
  TextTable agents{batch.agents};
  TextTable reasons{batch.reasons};
};

val create_batch() {
  return made<OwnBatch>();
}

val read_batch(const val& given) {
  Reader reader;
  auto packed = reader.octets("bytes", given);
  if (reader.refused()) return reader.error();
  auto batch = unpack_hits(packed);
  if (!batch) return val::null();
  Held<OwnBatch> own(new OwnBatch);
  own->octets = std::move(packed);
  own->batch = std::move(*batch);
  return val(std::move(own));
}

// --- adding -------------------------------------------------------------------------------------------------------

/// What `js/hit-lane.ts` writes of a hit: numbers, then places among the texts.
enum Column : std::size_t {
  at_ms,
  recipient,
  link,
  rules,
  asn,
  signals,
  hit_class,
  reason,
  user_agent,
  country,
  columns
};

/// The numbers and the class; agent and reason need the batch's tables.
Hit hit_of(Reader& reader, std::span<const double, columns> row, std::span<const std::string> texts) {
  constexpr double highest_link = slots_per_campaign - 1;
  constexpr double highest_signals = 0xffff;
  const auto text_at = [&](Column column) -> const std::string& {
    return texts[static_cast<std::size_t>(row[column])];
  };
  Hit hit;
  hit.at_ms = reader.whole<std::int64_t>("hit.atMs", row[at_ms], 0, highest_exact);
  hit.recipient = reader.whole<std::uint32_t>("hit.recipient", row[recipient], 0, highest_uint32);
  hit.link = reader.whole<std::uint32_t>("hit.link", row[link], 0, highest_link);
  hit.rules = reader.whole<std::uint32_t>("hit.rules", row[rules], 0, highest_uint32);
  hit.asn = reader.whole<std::uint32_t>("hit.asn", row[asn], 0, highest_uint32);
  hit.signals = reader.whole<std::uint16_t>("hit.signals", row[signals], 0, highest_signals);
  hit.country = pack_country(text_at(country));
  hit.hit_class = reader.one_of("hit.class", std::string_view(text_at(hit_class)), class_names);
  return hit;
}

val append(OwnBatch& self, const val& given, const val& given_texts) {
  Reader reader;
  std::vector<std::string> texts;
  for (const std::u16string& one : reader.texts("hit", given_texts)) texts.push_back(utf8(one));
  const auto rows = emscripten::convertJSArrayToNumberVector<double>(given);
  std::vector<Hit> hits;
  hits.reserve(rows.size() / columns);
  for (std::size_t at = 0; at < rows.size(); at += columns) {
    hits.push_back(hit_of(reader, std::span<const double, columns>(&rows[at], columns), texts));
  }
  if (reader.refused()) return reader.error();
  Numbered agents(self.agents, texts);
  Numbered reasons(self.reasons, texts);
  for (std::size_t i = 0; i < hits.size(); ++i) {
    hits[i].agent = agents[rows[i * columns + user_agent]];
    hits[i].reason = reasons[rows[i * columns + reason]];
  }
  self.batch.hits.insert(self.batch.hits.end(), hits.begin(), hits.end());
  return val::undefined();
}

val pack(const OwnBatch& self) {
  val batches = val::array();
  std::vector<std::uint8_t> packed;
  for (std::size_t first = 0; first < self.batch.hits.size();) {
    const std::size_t count = pack_hits(self.batch, first, packed);
    push(batches, Object().set("bytes", typed_array(packed)).set("hits", static_cast<double>(count)));
    first += count;
  }
  return batches;
}

val without(const OwnBatch& self, const val& recipient) {
  Reader reader;
  const auto of = reader.whole<std::uint32_t>("recipient", recipient, 0, highest_uint32);
  if (reader.refused()) return reader.error();
  const auto packed = without_recipient(self.batch, of);
  return packed.empty() ? val::null() : typed_array(packed);
}

// --- reading ------------------------------------------------------------------------------------------------------

/// A hit as JavaScript gets it. Texts that many hits share are made once.
struct ShownHit {
  const Hit* hit = nullptr;
  val hit_class = val::undefined();
  val reason = val::undefined();
  val user_agent = val::undefined();
};

std::vector<val> made_once(const std::vector<std::string_view>& texts) {
  std::vector<val> list;
  list.reserve(texts.size());
  for (const std::string_view one : texts) list.push_back(text(one));
  return list;
}

val hits(const OwnBatch& self) {
  const auto agents = made_once(self.batch.agents);
  const auto reasons = made_once(self.batch.reasons);
  const auto classes = made_once({class_names.names.begin(), class_names.names.end()});
  return array(self.batch.hits, [&](const Hit& hit) {
    return val(
        ShownHit{&hit, classes[static_cast<std::size_t>(hit.hit_class)], reasons[hit.reason], agents[hit.agent]});
  });
}

std::size_t size_of(const OwnBatch& self) {
  return self.batch.hits.size();
}
std::uint32_t attempts_of(const OwnBatch& self) {
  return self.batch.attempts;
}
std::uint32_t detours_of(const OwnBatch& self) {
  return self.batch.detours;
}

// --- the front of a packed batch ----------------------------------------------------------------------------------

val batch_header(const val& given) {
  Reader reader;
  const auto packed = reader.octets("bytes", given);
  if (reader.refused()) return reader.error();
  return nullable(read_batch_header(packed));
}

val stamp(const val& given, const val& attempts, const val& detours) {
  Reader reader;
  auto packed = reader.octets("bytes", given);
  const auto tried = reader.whole<std::uint32_t>("attempts", attempts, 0, highest_uint32);
  const auto queued = reader.whole<std::uint32_t>("detours", detours, 0, highest_uint32);
  if (reader.refused()) return reader.error();
  return stamp_batch(packed, tried, queued) ? typed_array(packed) : val::null();
}

}  // namespace

EMSCRIPTEN_BINDINGS(hits) {
  ValueObject<ShownHit>("Hit")
      .field("atMs", [](const ShownHit& shown) { return number(shown.hit->at_ms); })
      .field("recipient", [](const ShownHit& shown) { return shown.hit->recipient; })
      .field("link", [](const ShownHit& shown) { return shown.hit->link; })
      .field("class", &ShownHit::hit_class)
      .field("reason", &ShownHit::reason)
      .field("rules", [](const ShownHit& shown) { return shown.hit->rules; })
      .field("userAgent", &ShownHit::user_agent)
      .field("country", [](const ShownHit& shown) { return country_name(shown.hit->country); })
      .field("asn", [](const ShownHit& shown) { return shown.hit->asn; })
      .field("signals", [](const ShownHit& shown) { return shown.hit->signals; });
  emscripten::class_<OwnBatch>("HitBatch")
      .smart_ptr<Held<OwnBatch>>("HitBatch")
      .property("size", &size_of)
      .property("attempts", &attempts_of)
      .property("detours", &detours_of)
      .function("append", &append)
      .function("hits", &hits)
      .function("pack", &pack)
      .function("without", &without);
  ValueObject<BatchHeader>("BatchHeader")
      .field("attempts", &BatchHeader::attempts)
      .field("detours", &BatchHeader::detours)
      .field("hits", &BatchHeader::hits)
      .field("firstMs", [](const BatchHeader& header) { return number(header.first_ms); })
      .field("lastMs", [](const BatchHeader& header) { return number(header.last_ms); });
  emscripten::function("createHitBatch", &create_batch);
  emscripten::function("readHitBatch", &read_batch);
  emscripten::function("batchHeader", &batch_header);
  emscripten::function("stampBatch", &stamp);
}

}  // namespace klikspor::door
