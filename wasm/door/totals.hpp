#pragma once
#include "convert.hpp"
#include "klikspor/fold.hpp"

namespace klikspor::door {

/// Totals as JavaScript and its JSON have them.
[[nodiscard]] val totals_object(const Totals& totals);

}  // namespace klikspor::door
