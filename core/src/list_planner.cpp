#include "list_planner.hpp"

namespace klikspor::detail {

ValueSummary summarise(std::u16string_view text) noexcept {
  ValueSummary summary;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::uint32_t septets = septets_of(text[i]);
    summary.septets += septets;
    if (septets == 2) summary.escape_pairs = true;
    if (septets != 0) continue;
    summary.gsm7 = false;
    if (is_high_surrogate(text[i]) && i + 1 < text.size() && is_low_surrogate(text[i + 1])) {
      summary.surrogates = true;
      ++i;
    } else if (is_high_surrogate(text[i]) || is_low_surrogate(text[i])) {
      summary.lone_surrogate = true;
    }
  }
  return summary;
}

namespace {

void add_flags(ValueSummary& all, const ValueSummary& one) noexcept {
  all.gsm7 = all.gsm7 && one.gsm7;
  all.escape_pairs = all.escape_pairs || one.escape_pairs;
  all.surrogates = all.surrogates || one.surrogates;
  all.lone_surrogate = all.lone_surrogate || one.lone_surrogate;
}

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
    : compiled_(compiled),
      force_ucs2_(options.force_ucs2),
      keep_pairs_(options.border == Border::code_point),
      gsm7_single_(capacity_of(Encoding::gsm7, header_octets(options, {}, false))),
      gsm7_multi_(capacity_of(Encoding::gsm7, header_octets(options, {}, true))),
      ucs2_single_(capacity_of(Encoding::ucs2, header_octets(options, {}, false))),
      ucs2_multi_(capacity_of(Encoding::ucs2, header_octets(options, {}, true))) {
  for (const StaticText& text : compiled.texts) {
    septets_ += text.summary.septets;
    units_ += static_cast<std::uint32_t>(text.text.size());
    add_flags(flags_, text.summary);
  }
}

bool Planner::size(std::span<const FieldValue> values, MessageSize& out) const noexcept {
  std::uint32_t septets = septets_;
  std::uint32_t units = units_;
  ValueSummary flags = flags_;
  for (const auto& [text, summary] : values) {
    septets += summary.septets;
    units += static_cast<std::uint32_t>(text.size());
    add_flags(flags, summary);
  }
  if (flags.lone_surrogate) return false;
  if (flags.gsm7 && !force_ucs2_) {
    out = {1, septets, false};
    if (septets <= gsm7_single_) {
      if (septets == 0) out.segments = 0;
    } else if (!flags.escape_pairs) {
      out.segments = (septets + gsm7_multi_ - 1) / gsm7_multi_;
    } else {
      out.segments = walk_gsm7(values);
    }
  } else {
    out = {1, units, true};
    if (units <= ucs2_single_) {
      if (units == 0) out.segments = 0;
    } else if (!flags.surrogates || !keep_pairs_) {
      out.segments = (units + ucs2_multi_ - 1) / ucs2_multi_;
    } else {
      out.segments = walk_ucs2(values);
    }
  }
  // An empty message has no encoding to speak of.
  if (units == 0) out.ucs2 = force_ucs2_;
  return true;
}

std::uint32_t Planner::walk_gsm7(std::span<const FieldValue> values) const noexcept {
  Filler filler(gsm7_multi_);
  for (std::size_t i = 0; i < compiled_.texts.size(); ++i) {
    filler.gaps(compiled_.texts[i].escape_gaps);
    if (i == values.size()) break;
    const auto& [text, summary] = values[i];
    if (!summary.escape_pairs) {
      filler.run(summary.septets);
      continue;
    }
    for (const char16_t unit : text) {
      if (septets_of(unit) == 2) {
        filler.pair();
      } else {
        filler.run(1);
      }
    }
  }
  return filler.segments();
}

std::uint32_t Planner::walk_ucs2(std::span<const FieldValue> values) const noexcept {
  Filler filler(ucs2_multi_);
  for (std::size_t i = 0; i < compiled_.texts.size(); ++i) {
    filler.gaps(compiled_.texts[i].surrogate_gaps);
    if (i == values.size()) break;
    const auto& [text, summary] = values[i];
    if (!summary.surrogates) {
      filler.run(static_cast<std::uint32_t>(text.size()));
      continue;
    }
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (is_high_surrogate(text[at])) {
        filler.pair();
        ++at;
      } else {
        filler.run(1);
      }
    }
  }
  return filler.segments();
}

}  // namespace klikspor::detail
