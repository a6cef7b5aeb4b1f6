// Asks something of units with tables (segments), with Boost in a header (Result) and with Boost in a source
// (destinations).
#include <iostream>
#include <klikspor/klikspor.hpp>

int main() {
  const klikspor::SegmentPlan plan = klikspor::plan_segments(u"Kære Åse, din ordre er klar 🎉");
  const auto destination = klikspor::build_destination(u"www.barnetsverden.dk/børnetøj", {});
  if (!destination) return 1;
  std::cout << plan.segments << ' ' << destination->url << '\n';
  return plan.segments == 1 && destination->url == "https://www.barnetsverden.dk/b%C3%B8rnet%C3%B8j" ? 0 : 1;
}
