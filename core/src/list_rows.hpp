#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "list_planner.hpp"

namespace klikspor::detail {

/// What a `RecipientList` holds.
struct ListRows {
  std::vector<std::u16string> columns;
  std::u16string text;
  std::vector<std::uint32_t> bounds{0};  ///< the end of each value, row by row, which is where the next begins
  std::vector<ValueSummary> summaries;
  std::uint32_t rows = 0;

  [[nodiscard]] std::u16string_view value(std::uint32_t row, std::size_t column) const noexcept {
    const std::size_t cell = row * columns.size() + column;
    return {text.data() + bounds[cell], bounds[cell + 1] - bounds[cell]};
  }
};

/// The values of one row's message, one for each field.
void find_values(const ListRows& list, std::uint32_t row, const Template& templ, const CompiledTemplate& compiled,
                 std::vector<FieldValue>& values) noexcept;

/// One finished message, as `RecipientList::render` has it. `columns`: of each field; -1: none.
[[nodiscard]] Message render(const ListRows& list, std::uint32_t row, const Template& templ,
                             const MessageOptions& options, std::span<const std::int32_t> columns,
                             std::string_view slugs = {});

/// Plans each row's message into `plan`, and tells `fields` who has nothing in them.
void plan_rows(const ListRows& list, const Template& templ, const MessageOptions& options,
               const CompiledTemplate& compiled, std::span<ListField> fields, std::span<const std::uint32_t> only,
               ListPlan& plan);

}  // namespace klikspor::detail
