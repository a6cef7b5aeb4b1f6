#pragma once
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "catch2.hpp"
#include "klikspor/recipient_list.hpp"

using Rows = std::vector<std::vector<std::u16string>>;

inline klikspor::RecipientList list_of(std::vector<std::u16string> columns, const Rows& rows) {
  klikspor::RecipientList list(std::move(columns));
  std::u16string text;
  std::vector<std::uint32_t> lengths;
  for (const auto& row : rows) {
    for (const auto& value : row) {
      text += value;
      lengths.push_back(static_cast<std::uint32_t>(value.size()));
    }
  }
  REQUIRE(list.append(text, lengths));
  return list;
}

/// How the sample brand sends.
inline klikspor::MessageOptions brand() {
  klikspor::MessageOptions options;
  options.link_prefix = u"s.barnetsverden.dk/";
  return options;
}
