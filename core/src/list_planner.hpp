#pragma once
#include <cstdint>
#include <span>
#include <string_view>

#include "compiled_template.hpp"

namespace klikspor::detail {

[[nodiscard]] ValueSummary summarise(std::u16string_view text) noexcept;

/// What stands for a field in one message, and what is known of it.
struct FieldValue {
  std::u16string_view text;
  ValueSummary summary;
};

/// What decides of one recipient's message.
struct MessageSize {
  std::uint32_t segments = 0;
  std::uint32_t units = 0;
  bool ucs2 = false;
};

/// A field of the template, with all that is the same for everybody, and who has nothing in it.
struct ListField {
  std::int32_t column = -1;
  std::size_t max_length = 0;
  std::size_t fallback_size = 0;
  ValueSummary fallback;
  EmptyField empty;
};

[[nodiscard]] inline MessageSize size_of(const SegmentPlan& plan) noexcept {
  return {plan.segments, plan.units_used, plan.encoding == Encoding::ucs2};
}

/// Whether arithmetic will not do: what is beyond a `Planner`, and pieces that join into other characters.
[[nodiscard]] inline bool needs_finished_text(const SegmentOptions& options,
                                              const CompiledTemplate& compiled) noexcept {
  return options.tables.has_value() || options.allowed_locking != 0 || options.allowed_single != 0 ||
         options.border == Border::cluster || compiled.joins;
}

/// Pieces of a message added up.
struct PieceSum {
  std::uint32_t septets = 0;
  std::uint32_t units = 0;
  std::uint32_t traits = 0;  ///< of `Trait`

  void add(std::size_t size, const ValueSummary& summary) noexcept {
    septets += summary.septets;
    units += static_cast<std::uint32_t>(size);
    traits |= summary.traits;
  }
};

/// Sizes by arithmetic, for the default tables and borders between code points or units.
class Planner {
 public:
  Planner(const CompiledTemplate& compiled, const SegmentOptions& options) noexcept;

  /// The static text, to which the values of a message are added.
  [[nodiscard]] const PieceSum& fixed() const noexcept { return fixed_; }

  /// A message's size from the sum of its pieces. False: pairs may stand at its borders, so only `walk` knows its
  /// segments. Not for messages with the trait `lone_surrogate`, which have to be finished first.
  [[nodiscard]] bool size(const PieceSum& sum, MessageSize& out) const noexcept {
    out.ucs2 = force_ucs2_ || (sum.traits & outside_gsm7) != 0;
    const Capacity& capacity = out.ucs2 ? ucs2_ : gsm7_;
    out.units = out.ucs2 ? sum.units : sum.septets;
    out.segments = out.units == 0 ? 0 : 1;
    if (out.units <= capacity.single) return true;
    out.segments = (out.units + capacity.multi - 1) / capacity.multi;
    return (sum.traits & capacity.pairs) == 0;
  }

  /// Segments of a message of several, pair by pair. `values`: one for each field.
  [[nodiscard]] std::uint32_t walk(std::span<const FieldValue> values, bool ucs2) const noexcept;

 private:
  struct Capacity {
    std::uint32_t single, multi;  ///< units of the only segment, and of each of several
    std::uint32_t pairs;          ///< the trait that a border has to be careful of; 0: none
  };

  const CompiledTemplate& compiled_;
  bool force_ucs2_;
  Capacity gsm7_;
  Capacity ucs2_;
  PieceSum fixed_;
};

}  // namespace klikspor::detail
