#include "klikspor/conversions.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "catch2.hpp"
#include "random.hpp"

using namespace klikspor;

namespace {

constexpr Currency dkk{'D', 'K', 'K'};
constexpr Currency eur{'E', 'U', 'R'};
constexpr std::int64_t day = 86'400'000;
constexpr std::int64_t from = 1'795'000'000'000;
constexpr ConversionRules rules{from, from, 30};

ToldOrder order(std::u16string_view id, std::uint32_t recipient, std::optional<Money> value = std::nullopt) {
  ToldOrder made;
  made.id = id;
  made.recipient = recipient;
  made.at_ms = made.told_ms = from + day;
  made.value = value;
  if (value) made.currency = dkk;
  return made;
}

}  // namespace

TEST_CASE("money is digits, and at most four more behind a point", "[conversions]") {
  const auto [text, amount] = GENERATE(table<const char16_t*, std::int64_t>({
      {u"0", 0},
      {u"0.0001", 1},
      {u"349", 3'490'000},
      {u"349.5", 3'495'000},
      {u"349.50", 3'495'000},
      {u"0349.5000", 3'495'000},
      {u"999999999.9999", 9'999'999'999'999},
      {u"1000000000", -1},
      {u"1.00001", -1},
      {u"", -1},
      {u".5", -1},
      {u"5.", -1},
      {u"1.2.3", -1},
      {u"349,50", -1},
      {u"-1", -1},
      {u"+1", -1},
      {u" 1", -1},
      {u"1 000", -1},
      {u"1e3", -1},
      {u"0x1", -1},
      {u"NaN", -1},
      {u"\u0661", -1},
  }));
  const auto got = read_money(text);
  CAPTURE(std::u16string(text).size(), amount);
  REQUIRE(got.has_value() == (amount >= 0));
  if (got) CHECK(*got == static_cast<Money>(amount));
}

TEST_CASE("an amount is written with two decimals, or more where it has them", "[conversions]") {
  CHECK(money_text(0) == "0.00");
  CHECK(money_text(1) == "0.0001");
  CHECK(money_text(10) == "0.001");
  CHECK(money_text(3'495'000) == "349.50");
  CHECK(money_text(most_money) == "999999999.9999");
  for (const Money amount : {Money{0}, Money{1}, Money{120}, Money{123'400}, most_money}) {
    const std::string text = money_text(amount);
    CHECK(read_money(std::u16string(text.begin(), text.end())) == amount);
  }
}

TEST_CASE("an order is refused with what is wrong of it", "[conversions]") {
  const auto fault = [](std::u16string_view id, std::optional<std::u16string_view> value = std::nullopt,
                        std::optional<std::u16string_view> currency = std::nullopt) {
    return read_order(id, value, currency).fault;
  };
  CHECK(fault(u"#1001") == OrderFault::none);
  CHECK(fault(u"ordre nr. 7 – Åse 🎉") == OrderFault::none);
  CHECK(fault(std::u16string(100, u'a')) == OrderFault::none);
  CHECK(fault(std::u16string(101, u'a')) == OrderFault::order_id);
  for (const std::u16string_view id : {u"", u" 7", u"7 ", u"7\u00a0", u"7\n8", u"7\u00858", u"7\u2028"})
    CHECK(fault(id) == OrderFault::order_id);
  CHECK(fault(std::u16string(1, 0xd83d)) == OrderFault::order_id);
  CHECK(fault(std::u16string{0xdc00, 0xd800}) == OrderFault::order_id);
  CHECK(fault(u"7", u"1", u"DKK") == OrderFault::none);
  CHECK(fault(u"7", u"1,5", u"DKK") == OrderFault::value);
  CHECK(fault(u"7", u"", u"DKK") == OrderFault::value);
  for (const std::u16string_view currency : {u"dkk", u"kr", u"DKKK", u"", u"D1K"})
    CHECK(fault(u"7", u"1", currency) == OrderFault::currency);
  CHECK(fault(u"7", std::nullopt, u"DKK") == OrderFault::value_missing);
  CHECK(fault(u"7", u"1") == OrderFault::currency_missing);
  CHECK(read_order(u"7", u"1.5", u"DKK").value == Money{15'000});
}

TEST_CASE("the window ends with its last millisecond, and clocks may differ by five minutes", "[conversions]") {
  const auto [at, now, expected] = GENERATE(table<std::int64_t, std::int64_t, OrderMoment>({
      {from, from, OrderMoment::counts},
      {from - shop_clock_ms, from, OrderMoment::counts},
      {from - shop_clock_ms - 1, from, OrderMoment::before_publishing},
      {from + 30 * day, from + 30 * day, OrderMoment::counts},
      {from + 30 * day + 1, from + 30 * day + 1, OrderMoment::after_window},
      {from + shop_clock_ms, from, OrderMoment::counts},
      {from + shop_clock_ms + 1, from, OrderMoment::in_future},
  }));
  CAPTURE(at - from);
  CHECK(order_moment(at, now, rules) == expected);
}

TEST_CASE("the window begins when the messages went out, and slugs are as old as the campaign", "[conversions]") {
  // Planned for two days later; and, as nobody can, for two days before.
  constexpr ConversionRules later{from, from + 2 * day, 1};
  CHECK(order_moment(from, from + 9 * day, later) == OrderMoment::counts);
  CHECK(order_moment(from + 3 * day, from + 9 * day, later) == OrderMoment::counts);
  CHECK(order_moment(from + 3 * day + 1, from + 9 * day, later) == OrderMoment::after_window);
  CHECK(order_moment(from - shop_clock_ms - 1, from + 9 * day, later) == OrderMoment::before_publishing);
  constexpr ConversionRules earlier{from, from - 2 * day, 3};
  CHECK(order_moment(from + day, from + 9 * day, earlier) == OrderMoment::counts);
  CHECK(order_moment(from + day + 1, from + 9 * day, earlier) == OrderMoment::after_window);
}

TEST_CASE("an order that was taken back counts nowhere, whoever else has its id and whichever came first",
          "[conversions]") {
  std::vector<ToldOrder> orders{order(u"a", 1, 10'000), order(u"b", 2, 10'000), order(u"a", 3), order(u"c", 4)};
  orders[2].cancelled = true;
  // Told alone, long after: no moment of its own keeps it from being known.
  orders[3].cancelled = true;
  orders[3].at_ms = orders[3].told_ms = from + 99 * day;
  using enum OrderStanding;
  CHECK(order_standings(orders, rules) == std::vector<OrderStanding>{cancelled, counted, cancelled, cancelled});
  orders[2].told_ms -= 5;
  CHECK(order_standings(orders, rules) == std::vector<OrderStanding>{cancelled, counted, cancelled, cancelled});
  const auto got = conversion_numbers(orders, rules, {1'000, 20, false, Spent{dkk, 5'000}});
  CHECK(got.conversions == 1);
  CHECK(got.converters == 1);
  CHECK(got.cancelled == 3);
  CHECK(got.without_value == 0);
  CHECK(got.outside_window == 0);
  CHECK(got.currencies.at(0).value == 10'000);
  CHECK(got.currencies.at(0).per_spent == Catch::Approx(2));
}

TEST_CASE("an order counts once, the first time it was told", "[conversions]") {
  std::vector<ToldOrder> orders{order(u"a", 1), order(u"a", 2), order(u"b", 1), order(u"a", 3)};
  orders[2].told_ms += 5;
  orders[1].told_ms -= 1;
  CHECK(order_standings(orders, rules) == std::vector<OrderStanding>{OrderStanding::told_before, OrderStanding::counted,
                                                                     OrderStanding::counted,
                                                                     OrderStanding::told_before});
  // One that is outside the window keeps no other from counting.
  orders[1].at_ms = from + 31 * day;
  CHECK(order_standings(orders, rules) ==
        std::vector<OrderStanding>{OrderStanding::counted, OrderStanding::outside_window, OrderStanding::counted,
                                   OrderStanding::told_before});
}

TEST_CASE("conversions are people where people are known, and money is added exactly", "[conversions]") {
  std::vector<ToldOrder> orders{order(u"1", 7, 1'000), order(u"2", 7, 2'000), order(u"3", 8, 3'333'333),
                                order(u"4", 9)};
  orders[0].clicked = orders[1].clicked = true;
  orders[2].currency = eur;
  const auto got = conversion_numbers(orders, rules, {1'000, 20, false, Spent{dkk, 1'500}});
  CHECK(got.conversions == 4);
  CHECK(got.converters == 3);
  CHECK(got.without_click == 2);
  CHECK(got.without_value == 1);
  CHECK(got.of_clickers.numerator == 1);
  CHECK(got.of_clickers.denominator == 20);
  CHECK(got.of_sent.numerator == 3);
  CHECK(got.of_sent.value == Catch::Approx(0.003));
  CHECK(got.of_sent.low == Catch::Approx(rate(3, 1'000).low));
  REQUIRE(got.currencies.size() == 2);
  CHECK(got.currencies[0].currency == dkk);
  CHECK(got.currencies[0].orders == 2);
  CHECK(got.currencies[0].value == 3'000);
  CHECK(got.currencies[0].per_message == 3);
  CHECK(got.currencies[0].per_spent == Catch::Approx(2));
  CHECK(got.currencies[1].value == 3'333'333);
  CHECK(got.currencies[1].per_message == 3'333);
  CHECK_FALSE(got.currencies[1].per_spent);
}

TEST_CASE("of an aggregate campaign orders are counted, and nobody's", "[conversions]") {
  const std::vector<ToldOrder> orders{order(u"1", 0, 10'000), order(u"2", 0, 20'000)};
  const auto got = conversion_numbers(orders, rules, {500, 0, true, std::nullopt});
  CHECK(got.conversions == 2);
  CHECK(got.converters == 0);
  CHECK(got.without_click == 0);
  CHECK(got.of_clickers.denominator == 0);
  CHECK(got.of_sent.numerator == 2);
  CHECK(got.of_sent.denominator == 500);
  CHECK(got.currencies.at(0).per_message == 60);
}

TEST_CASE("no rate is above 1, halves are rounded up, and a sum never runs over", "[conversions]") {
  const auto few = conversion_numbers(std::vector{order(u"1", 1, 1), order(u"2", 2, 2)}, rules, {1, 0, false, {}});
  CHECK(few.of_sent.denominator == 2);
  CHECK(few.currencies.at(0).per_message == 2);
  std::vector clicked{order(u"1", 1, 1), order(u"2", 2, 2)};
  for (ToldOrder& one : clicked) one.clicked = true;
  const auto later = conversion_numbers(clicked, rules, {10, 1, false, {}});
  CHECK(later.of_clickers.numerator == 2);
  CHECK(later.of_clickers.denominator == 2);
  const auto none = conversion_numbers(std::vector{order(u"1", 1, 1)}, rules, {0, 0, false, {}});
  CHECK(none.of_sent.denominator == 0);
  CHECK(none.currencies.at(0).per_message == 0);
  std::vector<std::u16string> ids;
  for (int i = 0; i < 3; ++i) ids.emplace_back(1, static_cast<char16_t>(u'a' + i));
  std::vector<ToldOrder> huge;
  for (const auto& id : ids) huge.push_back(order(id, 1, ~Money{0} / 2));
  CHECK(conversion_numbers(huge, rules, {1, 0, false, {}}).currencies.at(0).value == ~Money{0});
}

TEST_CASE("the figures are those of plain arithmetic over what was told", "[conversions]") {
  Random random(21);
  for (int round = 0; round < 50; ++round) {
    std::vector<std::u16string> ids;
    const std::size_t told = 1 + random() % 200;
    ids.reserve(told);
    for (std::size_t i = 0; i < told; ++i) {
      const std::string id = std::to_string(random() % 100);
      ids.emplace_back(id.begin(), id.end());
    }
    std::vector<ToldOrder> orders;
    orders.reserve(told);
    for (std::size_t i = 0; i < told; ++i) {
      ToldOrder one = order(ids[i], static_cast<std::uint32_t>(random() % 30));
      one.told_ms = from + static_cast<std::int64_t>(i);
      one.at_ms = from + day * static_cast<std::int64_t>(random() % 45);
      one.clicked = one.recipient % 2 == 0;
      if (random() % 4 > 0) {
        one.value = (Money{random()} << 32 | random()) % most_money;
        one.currency = random() % 2 == 0 ? dkk : eur;
      }
      orders.push_back(one);
    }
    std::set<std::u16string> counted;
    std::set<std::uint32_t> people;
    std::set<std::uint32_t> clickers;
    std::map<Currency, Money> sums;
    std::uint64_t outside = 0;
    for (const ToldOrder& one : orders) {
      if (one.at_ms > from + 30 * day) {
        ++outside;
        continue;
      }
      if (!counted.insert(std::u16string(one.id)).second) continue;
      people.insert(one.recipient);
      if (one.clicked) clickers.insert(one.recipient);
      if (one.value) sums[one.currency] += *one.value;
    }
    const auto got = conversion_numbers(orders, rules, {1'000, 15, false, std::nullopt});
    CHECK(got.conversions == counted.size());
    CHECK(got.converters == people.size());
    CHECK(got.of_clickers.numerator == static_cast<double>(clickers.size()));
    CHECK(got.outside_window == outside);
    CHECK(got.told_before == told - outside - counted.size());
    REQUIRE(got.currencies.size() == sums.size());
    for (const auto& row : got.currencies) CHECK(row.value == sums[row.currency]);
  }
}
