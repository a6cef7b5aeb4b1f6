#pragma once
#include <cstdint>
#include <vector>

#include "klikspor/fold.hpp"

namespace klikspor::detail {

/// The row with this key in an ascending list, made if missing. Rows mostly come at the end.
[[nodiscard]] ClickRow& row_of(std::vector<ClickRow>& rows, std::uint32_t key);

}  // namespace klikspor::detail
