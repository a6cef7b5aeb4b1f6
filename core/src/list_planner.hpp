#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "klikspor/recipient_list.hpp"

namespace klikspor::detail {

using ValueSummary = RecipientList::ValueSummary;

[[nodiscard]] ValueSummary summarise(std::u16string_view text) noexcept;

/// Text that is the same in every message, with its pairs found: between two merge fields, or before the first or
/// behind the last. Short links are in it: they differ from recipient to recipient, but cost the same.
struct StaticText {
  std::u16string text;
  ValueSummary summary;
  std::vector<std::uint32_t> escape_gaps;     ///< septets before each escape pair since the last, then those behind
  std::vector<std::uint32_t> surrogate_gaps;  ///< the same in code units for surrogate pairs
  std::vector<std::size_t> slug_at;           ///< where each slug begins, in `text`; in `utf8` once finished
  std::string utf8;
};

/// A template as a list sees it: static text and fields by turns, one more text than fields.
struct CompiledTemplate {
  std::vector<StaticText> texts;
  std::vector<std::int32_t> columns;  ///< of each field; -1: none
  std::vector<ValueSummary> fallbacks;
  bool joins = false;  ///< a lone surrogate at an edge: pieces cannot be summed up by themselves
};

[[nodiscard]] CompiledTemplate compile(const Template& templ, const MessageOptions& options,
                                       const std::vector<std::u16string>& columns);

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

}  // namespace klikspor::detail
