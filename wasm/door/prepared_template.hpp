#pragma once
#include <cstdint>

#include "klikspor/message.hpp"
#include "klikspor/recipient_list.hpp"

namespace klikspor::door {

/// A template and how its messages are made: read once, then asked as often as it takes. JavaScript's `Template`.
struct PreparedTemplate {
  Template parsed;
  MessageOptions options;
};

/// A row's number, -1 for none.
[[nodiscard]] inline double row_or_none(std::uint32_t row) {
  return row == no_recipient ? -1.0 : row;
}

}  // namespace klikspor::door
