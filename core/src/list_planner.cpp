#include "list_planner.hpp"

namespace klikspor::detail {

ValueSummary summarise(std::u16string_view text) noexcept {
  std::uint32_t sum = 0;
  std::uint32_t traits = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::uint32_t septets = septets_of(text[i]);
    sum += septets;
    if (septets == 1) continue;
    traits |= septets == 2 ? escape_pairs : outside_gsm7;
    if (is_high_surrogate(text[i]) && i + 1 < text.size() && is_low_surrogate(text[i + 1])) {
      traits |= surrogates;
      ++i;
    } else if (is_high_surrogate(text[i]) || is_low_surrogate(text[i])) {
      traits |= lone_surrogate;
    }
  }
  return {sum, static_cast<std::uint8_t>(traits)};
}

namespace {

/// Fills segments with runs of single units and with pairs that may not be cut.
class Filler {
 public:
  explicit Filler(std::uint32_t capacity) noexcept : capacity_(capacity) {}

  void run(std::uint32_t units) noexcept {
    if (units == 0) return;
    if (used_ + units <= capacity_ && segments_ > 0) {
      used_ += units;
      return;
    }
    const std::uint32_t room = segments_ == 0 ? 0 : capacity_ - used_;
    const std::uint32_t rest = units - room;
    const std::uint32_t more = (rest + capacity_ - 1) / capacity_;
    segments_ += more;
    used_ = rest - (more - 1) * capacity_;
  }

  void pair() noexcept {
    if (segments_ == 0 || used_ + 2 > capacity_) {
      ++segments_;
      used_ = 2;
    } else {
      used_ += 2;
    }
  }

  void gaps(const std::vector<std::uint32_t>& gaps) noexcept {
    for (std::size_t i = 0; i + 1 < gaps.size(); ++i) {
      run(gaps[i]);
      pair();
    }
    run(gaps.back());
  }

  [[nodiscard]] std::uint32_t segments() const noexcept { return segments_; }

 private:
  std::uint32_t capacity_;
  std::uint32_t segments_ = 0;
  std::uint32_t used_ = 0;
};

}  // namespace

Planner::Planner(const CompiledTemplate& compiled, const SegmentOptions& options) noexcept
    : compiled_(compiled), force_ucs2_(options.force_ucs2) {
  const auto capacity = [&](Encoding encoding, std::uint32_t pairs) -> Capacity {
    return {capacity_of(encoding, header_octets(options, {}, false)),
            capacity_of(encoding, header_octets(options, {}, true)), pairs};
  };
  gsm7_ = capacity(Encoding::gsm7, escape_pairs);
  ucs2_ = capacity(Encoding::ucs2, options.border == Border::code_point ? surrogates : 0);
  for (const StaticText& text : compiled.texts) fixed_.add(text.text.size(), text.summary);
}

std::uint32_t Planner::walk(std::span<const FieldValue> values, bool ucs2) const noexcept {
  const Capacity& capacity = ucs2 ? ucs2_ : gsm7_;
  Filler filler(capacity.multi);
  for (std::size_t i = 0; i < compiled_.texts.size(); ++i) {
    filler.gaps(ucs2 ? compiled_.texts[i].surrogate_gaps : compiled_.texts[i].escape_gaps);
    if (i == values.size()) break;
    const auto& [text, summary] = values[i];
    if ((summary.traits & capacity.pairs) == 0) {
      filler.run(ucs2 ? static_cast<std::uint32_t>(text.size()) : summary.septets);
      continue;
    }
    for (std::size_t at = 0; at < text.size(); ++at) {
      const bool pair = ucs2 ? is_high_surrogate(text[at]) : septets_of(text[at]) == 2;
      if (pair) {
        filler.pair();
        if (ucs2) ++at;
      } else {
        filler.run(1);
      }
    }
  }
  return filler.segments();
}

}  // namespace klikspor::detail
