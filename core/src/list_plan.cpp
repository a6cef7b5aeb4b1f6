// The one loop that runs for every recipient at every keystroke; what is done once for it stands in recipient_list.cpp.
#include "list_rows.hpp"

namespace klikspor::detail {
namespace {

bool less(const MessageSize& a, const MessageSize& b) noexcept {
  return a.segments != b.segments ? a.segments < b.segments : a.units < b.units;
}

std::uint32_t walked_segments(const ListRows& list, std::uint32_t row, const Template& templ,
                              const CompiledTemplate& compiled, const Planner& planner, bool ucs2) {
  std::vector<FieldValue> values(templ.fields.size());
  find_values(list, row, templ, compiled, values);
  return planner.walk(values, ucs2);
}

}  // namespace

void plan_rows(const ListRows& list, const Template& templ, const MessageOptions& options,
               const CompiledTemplate& compiled, std::span<ListField> fields, std::span<const std::uint32_t> only,
               ListPlan& plan) {
  const bool finish_all = needs_finished_text(options.segments, compiled);
  const Planner planner(compiled, options.segments);
  MessageSize longest;
  MessageSize shortest;
  for (std::uint32_t row = 0; row < list.rows; ++row) {
    if (!only.empty() && only[row] == 0) continue;
    ++plan.recipients;
    PieceSum sum = planner.fixed();
    const std::size_t first_cell = row * list.columns.size();
    for (std::size_t i = 0; i < fields.size(); ++i) {
      ListField& field = fields[i];
      const std::size_t cell = first_cell + static_cast<std::size_t>(field.column);
      const std::size_t size = field.column < 0 ? 0 : list.bounds[cell + 1] - list.bounds[cell];
      if (size == 0) {
        if (field.empty.recipients++ == 0) field.empty.first = row;
        sum.add(field.fallback_size, field.fallback);
      } else if (size <= field.max_length) {
        sum.add(size, list.summaries[cell]);
      } else {
        const auto cut = value_or_fallback(templ.fields[i], {list.text.data() + list.bounds[cell], size});
        sum.add(cut.size(), summarise(cut));
      }
    }
    MessageSize size;
    if (finish_all || (sum.traits & lone_surrogate) != 0) {
      size = size_of(plan_segments(render(list, row, templ, options, compiled.columns).text, options.segments));
    } else if (!planner.size(sum, size)) {
      size.segments = walked_segments(list, row, templ, compiled, planner, size.ucs2);
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

}  // namespace klikspor::detail
