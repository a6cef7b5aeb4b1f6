// Folding, totals and report for JavaScript. Totals cross as one row of doubles, in the order that `put` and `read`
// below and `js/totals.ts` share; every count stays exact up to 2^53.
#include "klikspor/fold.hpp"

#include <emscripten/emscripten.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "klikspor/report.hpp"

namespace {

using klikspor::Totals;

std::optional<klikspor::ShardState> state;
std::vector<std::uint8_t> saved;
std::vector<double> row;
Totals sum;

/// Not inlined: it stands in a dozen places, and each would take more of the download than all calls together.
[[gnu::noinline]] void put_number(double number) {
  row.push_back(number);
}

void put(std::uint64_t count) {
  put_number(static_cast<double>(count));
}

void put(const Totals& totals) {
  put(totals.clickers);
  put(totals.openers);
  put_number(static_cast<double>(totals.last_hit_ms));
  for (const std::uint64_t clicks : totals.device) put(clicks);
  put(totals.links.size());
  put(totals.timeline.size());
  put(totals.countries.size());
  for (const auto& link : totals.links) {
    for (const std::uint64_t hits : link.hits) put(hits);
    put(link.unique);
  }
  for (const auto& hour : totals.timeline) {
    put(hour.key);
    put(hour.clicks);
    put(hour.first);
  }
  for (const auto& country : totals.countries) {
    put(country.key);
    put(country.clicks);
  }
}

Totals read(const double* at) {
  const auto next = [&at] { return static_cast<std::uint64_t>(*at++); };
  Totals totals;
  totals.clickers = next();
  totals.openers = next();
  totals.last_hit_ms = static_cast<std::int64_t>(next());
  for (std::uint64_t& clicks : totals.device) clicks = next();
  totals.links.resize(static_cast<std::size_t>(next()));
  totals.timeline.resize(static_cast<std::size_t>(next()));
  totals.countries.resize(static_cast<std::size_t>(next()));
  for (auto& link : totals.links) {
    for (std::uint64_t& hits : link.hits) hits = next();
    link.unique = next();
  }
  for (auto& hour : totals.timeline) {
    hour.key = static_cast<std::uint32_t>(next());
    hour.clicks = next();
    hour.first = next();
  }
  for (auto& country : totals.countries) {
    country.key = static_cast<std::uint32_t>(next());
    country.clicks = next();
  }
  return totals;
}

void put(const klikspor::Rate& rate) {
  for (const double number : {rate.numerator, rate.denominator, rate.value, rate.low, rate.high}) put_number(number);
}

std::vector<klikspor::LinkKind> kinds_of(const std::uint8_t* kinds, std::uint32_t links) {
  std::vector<klikspor::LinkKind> list(links);
  for (std::uint32_t i = 0; i < links; ++i)
    list[i] = kinds[i] == 0 ? klikspor::LinkKind::destination : klikspor::LinkKind::opt_out;
  return list;
}

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE const double* foldRow() {
  return row.data();
}

EMSCRIPTEN_KEEPALIVE bool foldBegin(const std::uint8_t* kinds, std::uint32_t links, std::uint32_t recipients,
                                    std::uint32_t shards, std::uint32_t shard, bool aggregate, double published_at_ms,
                                    const std::uint8_t* octets, std::uint32_t size) {
  state = klikspor::ShardState::load({octets, size}, {recipients, kinds_of(kinds, links), shards, shard, aggregate,
                                                      static_cast<std::int64_t>(published_at_ms)});
  return state.has_value();
}

EMSCRIPTEN_KEEPALIVE bool foldTake(const std::uint8_t* octets, std::uint32_t size, double seq) {
  const auto batch = klikspor::unpack_hits({octets, size});
  if (batch) state->take(*batch, static_cast<std::uint64_t>(seq));
  return batch.has_value();
}

/// Row: how many, then batch, place in it and recipient of each.
EMSCRIPTEN_KEEPALIVE void foldScans() {
  row.clear();
  put(state->scans().size());
  for (const auto& hit : state->scans()) {
    put(hit.seq);
    put(hit.index);
    put(hit.recipient);
  }
}

EMSCRIPTEN_KEEPALIVE bool foldClear(std::uint32_t recipient) {
  return state->clear(recipient);
}

EMSCRIPTEN_KEEPALIVE bool foldRestore(const std::uint8_t* octets, std::uint32_t size, const std::uint16_t* scanned,
                                      std::uint32_t count) {
  const auto batch = klikspor::unpack_hits({octets, size});
  if (batch) state->restore(*batch, {scanned, count});
  return batch.has_value();
}

/// Row: how many, then each hit's class, standing and change in one number.
EMSCRIPTEN_KEEPALIVE bool foldOutcomes(const std::uint8_t* octets, std::uint32_t size, double seq,
                                       const std::uint16_t* scanned, std::uint32_t count) {
  const auto batch = klikspor::unpack_hits({octets, size});
  if (!batch) return false;
  row.clear();
  put(batch->hits.size());
  for (const auto& outcome : state->outcomes(*batch, static_cast<std::uint64_t>(seq), {scanned, count}))
    put(static_cast<std::uint64_t>(outcome.hit_class) | static_cast<std::uint64_t>(outcome.standing) << 3 |
        static_cast<std::uint64_t>(outcome.change) << 5);
  return true;
}

/// A negative limit counts everything.
EMSCRIPTEN_KEEPALIVE void foldSettle(double limit_ms) {
  if (limit_ms < 0) {
    state->settle_all();
  } else {
    state->settle(static_cast<std::int64_t>(limit_ms));
  }
}

EMSCRIPTEN_KEEPALIVE const std::uint8_t* foldSave() {
  saved = state->save();
  return saved.data();
}
EMSCRIPTEN_KEEPALIVE std::uint32_t foldSaved() {
  return static_cast<std::uint32_t>(saved.size());
}

EMSCRIPTEN_KEEPALIVE void foldTotals() {
  row.clear();
  put(state->totals());
}

/// Row: hits that wait, time of the first.
EMSCRIPTEN_KEEPALIVE bool foldWaiting(const std::uint8_t* octets, std::uint32_t size) {
  const auto waiting = klikspor::read_waiting({octets, size});
  if (!waiting) return false;
  row.assign({static_cast<double>(waiting->hits), static_cast<double>(waiting->first_ms)});
  return true;
}

EMSCRIPTEN_KEEPALIVE void foldForget() {
  state.reset();
  saved = {};
}

EMSCRIPTEN_KEEPALIVE void totalsClear() {
  sum = {};
}
EMSCRIPTEN_KEEPALIVE void totalsAdd(const double* totals) {
  sum.add(read(totals));
}
EMSCRIPTEN_KEEPALIVE void totalsSum() {
  row.clear();
  put(sum);
}

EMSCRIPTEN_KEEPALIVE double sampleSize(double first, double second) {
  return klikspor::sample_size(first, second);
}

/// Row: clicks, unique clicks, ctr; pages opened, confirmed, opt-out rate; machine hits by class from the second; then
/// clicks, unique clicks and ctr of each link.
EMSCRIPTEN_KEEPALIVE void reportNumbers(const double* totals, const std::uint8_t* kinds, std::uint32_t links,
                                        double delivered, double confirmed) {
  const auto report =
      klikspor::report_numbers(read(totals), kinds_of(kinds, links), static_cast<std::uint64_t>(delivered),
                               static_cast<std::uint64_t>(confirmed));
  row.clear();
  put(report.clicks);
  put(report.unique_clicks);
  put(report.ctr);
  put(report.pages_opened);
  put(report.confirmed);
  put(report.opt_out);
  for (std::size_t i = 1; i < klikspor::hit_classes; ++i) put(report.machine_hits[i]);
  for (const auto& link : report.links) {
    put(link.clicks);
    put(link.unique_clicks);
    put(link.ctr);
  }
}

}  // extern "C"
