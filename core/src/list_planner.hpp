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

/// Sizes by arithmetic, for the default tables and borders between code points or units.
class Planner {
 public:
  Planner(const CompiledTemplate& compiled, const SegmentOptions& options) noexcept;

  /// `values`: one for each field. False: half a surrogate pair stands at an edge, so the message has to be finished
  /// first.
  [[nodiscard]] bool size(std::span<const FieldValue> values, MessageSize& out) const noexcept;

 private:
  [[nodiscard]] std::uint32_t walk_gsm7(std::span<const FieldValue> values) const noexcept;
  [[nodiscard]] std::uint32_t walk_ucs2(std::span<const FieldValue> values) const noexcept;

  const CompiledTemplate& compiled_;
  bool force_ucs2_;
  bool keep_pairs_;
  std::uint32_t gsm7_single_, gsm7_multi_, ucs2_single_, ucs2_multi_;
  std::uint32_t septets_ = 0;
  std::uint32_t units_ = 0;
  ValueSummary flags_;
};

}  // namespace klikspor::detail
