// Times the core natively, without JavaScript around it: the medians of many rounds, in nanoseconds a call.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

#include "klikspor/destination.hpp"
#include "klikspor/segment.hpp"

namespace {

double median_ns(const std::function<std::uint32_t()>& call) {
  constexpr int calls = 2000;
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
}
