#include "detail/word_list.hpp"

#include "catch2.hpp"

using klikspor::detail::in_order;
using klikspor::detail::lists;

TEST_CASE("each word of a list is found, and nothing else", "[word_list]") {
  constexpr std::string_view words = " A AB ABC B BRAVO C?D D Z ";
  STATIC_REQUIRE(in_order(words));
  for (const std::string_view word : {"A", "AB", "ABC", "B", "BRAVO", "C?D", "D", "Z"}) CHECK(lists(words, word));
  for (const std::string_view other : {"", " ", "0", "AA", "ABCD", "BR", "BRAVOS", "C", "C?", "ZZ", "\xC3\xA6"})
    CHECK_FALSE(lists(words, other));
  // Two words that stand side by side are none.
  CHECK_FALSE(lists(words, "A AB"));
  CHECK_FALSE(lists(words, "D Z"));
  CHECK(lists(" ONE ", "ONE"));
  CHECK_FALSE(lists(" ONE ", "TWO"));
}

TEST_CASE("a list is in order, each word once, with spaces around it", "[word_list]") {
  STATIC_REQUIRE(in_order(" A B "));
  STATIC_REQUIRE_FALSE(in_order(" B A "));
  STATIC_REQUIRE_FALSE(in_order(" A A "));
  STATIC_REQUIRE_FALSE(in_order("A B "));
  STATIC_REQUIRE_FALSE(in_order(" A B"));
  STATIC_REQUIRE_FALSE(in_order(""));
}
