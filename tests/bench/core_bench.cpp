// Times the core natively, without JavaScript around it: the medians of many rounds, in nanoseconds a call.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

#include "klikspor/destination.hpp"
#include "klikspor/fold.hpp"
#include "klikspor/segment.hpp"

namespace {

double median_ns(const std::function<std::uint32_t()>& call, int calls = 2000) {
  std::vector<double> rounds;
  std::uint32_t kept = 0;
  for (int round = 0; round < 31; ++round) {
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < calls; ++i) kept += call();
    const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - begin;
    rounds.push_back(took.count() / calls);
  }
  // Used, so that no call can be left out.
  if (kept == 1) std::puts("");
  std::nth_element(rounds.begin(), rounds.begin() + 15, rounds.end());
  return rounds[15];
}

/// A thousand clicks of as many people in ten seconds, on the first of these links mostly.
klikspor::HitBatch burst(const std::string& agent, std::uint32_t links) {
  klikspor::HitBatch batch;
  batch.agents = {agent};
  batch.reasons = {"person"};
  for (std::uint32_t i = 0; i < 1000; ++i) {
    klikspor::Hit hit;
    hit.at_ms = 1795800000000 + std::int64_t{i} * 10;
    hit.recipient = i * 7919 % 100000;
    hit.link = i % 5 == 0 ? i / 5 % links : 0;
    hit.asn = 3292;
    batch.hits.push_back(hit);
  }
  return batch;
}

/// The same folded in a row of its own, most of it settled.
std::uint32_t folded(const klikspor::HitBatch& batch, const std::vector<klikspor::LinkKind>& links) {
  klikspor::ShardState state({100000, links, 1, 0, false, 1795800000000});
  state.take(batch, 1);
  state.settle(1795800007000);
  return static_cast<std::uint32_t>(state.save().size());
}

}  // namespace

int main() {
  const std::u16string gsm7(160, u'a');
  const std::u16string pairs(80, u'€');
  const std::u16string ucs2(1000, u'ł');
  std::printf("segments, 160 septets            %8.1f ns\n",
              median_ns([&] { return klikspor::plan_segments(gsm7).segments; }));
  std::printf("segments, 80 escape pairs        %8.1f ns\n",
              median_ns([&] { return klikspor::plan_segments(pairs).segments; }));
  std::printf("segments, 1,000 code units       %8.1f ns\n",
              median_ns([&] { return klikspor::plan_segments(ucs2).segments; }));
  std::printf("destination, Danish shop link    %8.1f ns\n", median_ns([] {
                return klikspor::build_destination(u"www.barnetsverden.dk/børnetøj?f[]=1").has_value() ? 1U : 2U;
              }));
  using enum klikspor::LinkKind;
  const std::string agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1";
  const auto one = burst(agent, 2);
  const auto two = burst(agent, 3);
  std::printf("fold, a hit, one shop link       %8.1f ns\n", median_ns(
                                                                 [&] {
                                                                   return folded(one, {destination, opt_out});
                                                                 },
                                                                 20) /
                                                                 1000);
  std::printf("fold, a hit, two shop links      %8.1f ns\n",
              median_ns(
                  [&] {
                    return folded(two, {destination, destination, opt_out});
                  },
                  20) /
                  1000);
}
