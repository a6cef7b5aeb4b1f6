// The one loop that runs for every recipient at every keystroke; what is done once for it stands in recipient_list.cpp.
#include "klikspor/recipient_list.hpp"
#include "list_planner.hpp"

namespace klikspor {
namespace {

bool less(const detail::MessageSize& a, const detail::MessageSize& b) noexcept {
  return a.segments != b.segments ? a.segments < b.segments : a.units < b.units;
}

}  // namespace

void RecipientList::plan_rows(const Template& templ, const MessageOptions& options,
                              const detail::CompiledTemplate& compiled, std::span<detail::ListField> fields,
                              std::span<const std::uint32_t> only, ListPlan& plan) const {
  const bool finish_all = detail::needs_finished_text(options.segments, compiled);
  const detail::Planner planner(compiled, options.segments);
  detail::MessageSize longest;
  detail::MessageSize shortest;
  for (std::uint32_t row = 0; row < rows_; ++row) {
    if (!only.empty() && only[row] == 0) continue;
    ++plan.recipients;
    detail::PieceSum sum = planner.fixed();
    const std::size_t first_cell = row * columns_.size();
    for (std::size_t i = 0; i < fields.size(); ++i) {
      detail::ListField& field = fields[i];
      const std::size_t cell = first_cell + static_cast<std::size_t>(field.column);
      const std::size_t size = field.column < 0 ? 0 : bounds_[cell + 1] - bounds_[cell];
      if (size == 0) {
        if (field.empty.recipients++ == 0) field.empty.first = row;
        sum.add(field.fallback_size, field.fallback);
      } else if (size <= field.max_length) {
        sum.add(size, summaries_[cell]);
      } else {
        const auto cut = value_or_fallback(templ.fields[i], {text_.data() + bounds_[cell], size});
        sum.add(cut.size(), detail::summarise(cut));
      }
    }
    detail::MessageSize size;
    if (finish_all || (sum.traits & detail::lone_surrogate) != 0) {
      size = finished_size(row, templ, options);
    } else if (!planner.size(sum, size)) {
      size.segments = walked_segments(row, templ, compiled, planner, size.ucs2);
    }
    plan.segments[row] = size.segments;
    plan.segments_total += size.segments;
    if (size.segments >= plan.recipients_by_segments.size()) plan.recipients_by_segments.resize(size.segments + 1);
    ++plan.recipients_by_segments[size.segments];
    if (size.ucs2 && plan.ucs2++ == 0) plan.first_ucs2 = row;
    if (plan.longest == no_recipient || less(longest, size)) {
      longest = size;
      plan.longest = row;
    }
    if (plan.shortest == no_recipient || less(size, shortest)) {
      shortest = size;
      plan.shortest = row;
    }
  }
}

}  // namespace klikspor
