#include "klikspor/segment_limit.hpp"

namespace klikspor {
namespace {

/// Counts who is above the limit, by `asked` and `sent`.
void count_above(LimitPlan& plan, std::uint32_t at_most) {
  plan.differences.resize(plan.asked.size());
  for (std::uint32_t row = 0; row < plan.asked.size(); ++row) {
    if (plan.asked[row] <= at_most) continue;
    if (plan.above++ == 0) plan.first_above = row;
    const std::uint32_t instead = plan.effect == AboveLimit::send ? at_most : plan.sent[row];
    plan.differences[row] = static_cast<std::int32_t>(plan.asked[row]) - static_cast<std::int32_t>(instead);
    plan.difference += plan.differences[row];
    const bool is_still = plan.effect == AboveLimit::shorten && plan.sent[row] > at_most;
    if (is_still && plan.still_above++ == 0) plan.first_still_above = row;
  }
}

}  // namespace

AboveLimit effect_of(AboveLimit above, std::u16string_view shorter) noexcept {
  return above == AboveLimit::shorten && trimmed(shorter).empty() ? AboveLimit::send : above;
}

SentText sent_text(const SegmentLimit& limit, std::uint32_t segments) noexcept {
  if (segments <= limit.at_most) return SentText::message;
  switch (limit.above) {
    case AboveLimit::send: break;
    case AboveLimit::leave_out: return SentText::nothing;
    case AboveLimit::shorten: return SentText::shorter;
  }
  return SentText::message;
}

LimitPlan plan_limited(const RecipientList& list, const Template& message, const Template& shorter,
                       const MessageOptions& options, const SegmentLimit& limit) {
  LimitPlan plan;
  plan.effect = effect_of(limit.above, shorter.text);
  plan.message = list.plan(message, options);
  plan.asked = plan.message.segments;
  plan.sent = plan.asked;
  const bool somebody = plan.message.recipients_by_segments.size() > std::size_t{limit.at_most} + 1;
  if (somebody && plan.effect != AboveLimit::send) {
    std::vector<std::uint32_t> above(plan.asked.size());
    std::vector<std::uint32_t> within(plan.asked.size());
    for (std::size_t row = 0; row < above.size(); ++row) {
      const bool is_above = plan.asked[row] > limit.at_most;
      above[row] = is_above ? 1 : 0;
      within[row] = is_above ? 0 : 1;
    }
    plan.message = list.plan(message, options, within);
    plan.sent = plan.message.segments;  // 0 for those above
    if (plan.effect == AboveLimit::shorten) {
      plan.shorter = list.plan(shorter, options, above);
      for (std::size_t row = 0; row < above.size(); ++row) plan.sent[row] += plan.shorter.segments[row];
    }
  }
  count_above(plan, limit.at_most);
  return plan;
}

std::vector<SentRun> sent_runs(std::span<const std::uint32_t> asked, const SegmentLimit& limit) {
  std::vector<SentRun> runs;
  for (std::uint32_t row = 0; row < asked.size(); ++row) {
    const SentText text = sent_text(limit, asked[row]);
    if (text == SentText::nothing) continue;
    if (!runs.empty() && runs.back().text == text && runs.back().first + runs.back().count == row) {
      ++runs.back().count;
    } else {
      runs.push_back({text, row, 1});
    }
  }
  return runs;
}

}  // namespace klikspor
