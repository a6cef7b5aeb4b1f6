#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "klikspor/message.hpp"
#include "klikspor/recipient_list.hpp"

/// A limit on the segments of each message: who is above it, what they are sent instead, and what that saves.
namespace klikspor {

/// What recipients are sent whose message takes more segments than the limit.
enum class AboveLimit : std::uint8_t {
  send,       ///< the message all the same
  leave_out,  ///< nothing
  shorten,    ///< a shorter text
};

struct SegmentLimit {
  std::uint32_t at_most = 1;
  AboveLimit above = AboveLimit::send;
};

/// What is really done: a shorter text that is not written yet (white space alone) is none, so the message is sent.
[[nodiscard]] AboveLimit effect_of(AboveLimit above, std::u16string_view shorter) noexcept;

/// What one recipient is sent.
enum class SentText : std::uint8_t { message, shorter, nothing };

/// By the segments of the message itself. `limit.above` is an effect, as `effect_of` has it.
[[nodiscard]] SentText sent_text(const SegmentLimit& limit, std::uint32_t segments) noexcept;

/// What a limit does to a list. Rows are counted from 0.
struct LimitPlan {
  AboveLimit effect = AboveLimit::send;
  std::uint32_t above = 0;  ///< recipients whose message is above the limit
  std::uint32_t first_above = no_recipient;
  std::uint32_t still_above = 0;  ///< of these, whose shorter text is above it too
  std::uint32_t first_still_above = no_recipient;
  /// Segments beyond the limit where the message is sent all the same; else those that are saved by not doing so. Below
  /// zero where a shorter text is longer for somebody.
  std::int64_t difference = 0;
  ListPlan message;  ///< over those who are sent the message
  ListPlan shorter;  ///< over those who are sent the shorter text
  // A number a row.
  std::vector<std::uint32_t> asked;       ///< segments of the message itself
  std::vector<std::uint32_t> sent;        ///< of what is sent; 0 where nothing is
  std::vector<std::int32_t> differences;  ///< which part of `difference`
};

/// Plans what every recipient is really sent: a pass over the list for the message, and one more for each text that is
/// sent to some only. `limit.above` is what is wished; `shorter` is read only where that is to shorten.
[[nodiscard]] LimitPlan plan_limited(const RecipientList& list, const Template& message, const Template& shorter,
                                     const MessageOptions& options, const SegmentLimit& limit);

/// Rows one behind the other that are sent the same text.
struct SentRun {
  SentText text = SentText::message;
  std::uint32_t first = 0;
  std::uint32_t count = 0;
};

/// All rows that are sent anything, in order. `asked`: the segments of each row's message itself. `limit.above` is an
/// effect.
[[nodiscard]] std::vector<SentRun> sent_runs(std::span<const std::uint32_t> asked, const SegmentLimit& limit);

}  // namespace klikspor
