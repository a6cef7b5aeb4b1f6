#pragma once
#include "../tables/cluster_tables.hpp"

namespace klikspor::detail {

/// How a code point behaves at a border between what people see as characters.
[[nodiscard]] tables::ClusterClass cluster_class_of(char32_t point) noexcept;

}  // namespace klikspor::detail
