// Orders as shops tell them. Money that is read is written back as the same amount; what is taken of an order can be
// stored and added up; and the figures of any orders are what a plain recount of them says.
#include "klikspor/conversions.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "input.hpp"
#include "seeds.hpp"

namespace {

using klikspor::ConversionRules;
using klikspor::Money;
using klikspor::OrderMoment;
using klikspor::OrderStanding;
using klikspor::ToldOrder;

constexpr std::int64_t published_ms = 1795800000000;
constexpr std::int64_t day_ms = 86400000;

std::u16string wide(std::string_view text) {
  return {text.begin(), text.end()};
}

std::optional<std::u16string> text_from(Input& input) {
  const bool is_told = (input.octet() & 1U) != 0;
  const auto octets = input.octets(input.octet());
  if (!is_told) return std::nullopt;
  return code_units(octets);
}

void check_money(std::u16string_view text) {
  const auto amount = klikspor::read_money(text);
  if (!amount) return;
  check(*amount <= klikspor::most_money);
  const std::string written = klikspor::money_text(*amount);
  check(klikspor::read_money(wide(written)) == amount);
  check(written.size() >= written.find('.') + 3);
}

void check_order(Input input) {
  const auto id_octets = input.octets(input.octet());
  const std::u16string id = code_units(id_octets);
  const auto value = text_from(input);
  const auto currency = text_from(input);
  check_money(id);
  if (value) check_money(*value);
  const auto read = klikspor::read_order(id, value, currency);
  if (read.fault != klikspor::OrderFault::none) {
    check(!read.value);
    return;
  }
  check(!id.empty() && id.size() <= klikspor::longest_order_id);
  // One a line is how a counter hands them out.
  check(std::none_of(id.begin(), id.end(), [](char16_t c) { return c < 0x20 || c == 0x7F; }));
  check(value.has_value() == currency.has_value() && value.has_value() == read.value.has_value());
}

/// Few different ids, recipients and currencies, so that some are told twice.
struct Orders {
  std::array<std::u16string, 4> ids{u"#1", u"#2", u"a", u"b"};
  std::vector<ToldOrder> rows;
};

void put_orders(Orders& orders, Input& input) {
  while (!input.at_end() && orders.rows.size() < 60) {
    const std::uint8_t kinds = input.octet();
    ToldOrder order;
    order.id = orders.ids[kinds % orders.ids.size()];
    order.recipient = (kinds >> 2U) % 4U;
    order.clicked = order.recipient % 2 == 0;
    order.cancelled = (kinds & 192U) == 192U;
    order.at_ms = published_ms + static_cast<std::int16_t>(input.number(2)) * (day_ms / 64);
    order.told_ms = order.at_ms + static_cast<std::int64_t>(input.octet());
    if ((kinds & 16U) != 0) {
      order.value = input.number(6) % (klikspor::most_money + 1);
      order.currency = (kinds & 32U) != 0 ? klikspor::Currency{'D', 'K', 'K'} : klikspor::Currency{'E', 'U', 'R'};
    }
    orders.rows.push_back(order);
  }
}

/// Whether this is the first told of those with its id that were placed within the window, and none was taken back.
bool counts(const std::vector<ToldOrder>& rows, std::size_t at, const ConversionRules& rules) {
  for (const ToldOrder& row : rows)
    if (row.cancelled && row.id == rows[at].id) return false;
  const auto is_inside = [&rules](const ToldOrder& order) {
    return klikspor::order_moment(order.at_ms, order.at_ms, rules) == OrderMoment::counts;
  };
  if (!is_inside(rows[at])) return false;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i == at || rows[i].id != rows[at].id || !is_inside(rows[i])) continue;
    if (rows[i].told_ms < rows[at].told_ms || (rows[i].told_ms == rows[at].told_ms && i < at)) return false;
  }
  return true;
}

void check_figures(Input input) {
  ConversionRules rules;
  rules.from_ms = published_ms;
  rules.sent_ms = published_ms + static_cast<std::int64_t>(input.octet()) * (day_ms / 64);
  rules.window_days = static_cast<std::uint32_t>(input.number(2) % 366U);
  klikspor::ConversionBase base;
  base.sent = input.number(4);
  base.clickers = input.number(2);
  base.aggregate = (input.octet() & 1U) != 0;
  const std::uint64_t spent = input.number(2);
  if (spent > 0) base.spent = klikspor::Spent{{'D', 'K', 'K'}, spent};
  Orders orders;
  put_orders(orders, input);

  const auto standings = klikspor::order_standings(orders.rows, rules);
  check(standings.size() == orders.rows.size());
  std::uint64_t counted = 0;
  std::uint64_t without_value = 0;
  std::set<std::uint32_t> converters;
  std::map<klikspor::Currency, std::pair<std::uint64_t, Money>> sums;
  for (std::size_t i = 0; i < standings.size(); ++i) {
    const ToldOrder& order = orders.rows[i];
    check((standings[i] == OrderStanding::counted) == counts(orders.rows, i, rules));
    if (standings[i] != OrderStanding::counted) continue;
    ++counted;
    converters.insert(order.recipient);
    if (order.value) {
      auto& [number, value] = sums[order.currency];
      ++number;
      value += *order.value;
    } else {
      ++without_value;
    }
  }
  const auto numbers = klikspor::conversion_numbers(orders.rows, rules, base);
  check(numbers.conversions == counted && numbers.without_value == without_value);
  check(numbers.conversions + numbers.outside_window + numbers.told_before + numbers.cancelled == orders.rows.size());
  check(numbers.converters == (base.aggregate ? 0 : converters.size()));
  check(numbers.without_click <= numbers.conversions);
  check(numbers.currencies.size() == sums.size());
  auto sum = sums.begin();
  for (const auto& row : numbers.currencies) {
    check(row.currency == sum->first && row.orders == sum->second.first && row.value == sum->second.second);
    check(!row.per_spent || (std::isfinite(*row.per_spent) && row.currency == base.spent->currency));
    ++sum;
  }
  for (const auto& rate : {numbers.of_clickers, numbers.of_sent})
    check(rate.low >= 0 && rate.low <= rate.high && rate.high <= 1 && rate.value >= 0 && rate.value <= 1);
}

}  // namespace

std::vector<Octets> seeds() {
  Octets order{1};
  put_text(order, "#100234");
  put(order, 1, 1);
  put_text(order, "349.50");
  put(order, 1, 1);
  put_text(order, "DKK");
  Octets figures{0};
  put(figures, 30, 2);
  put(figures, 0, 1);
  put(figures, 10, 4);
  put(figures, 3, 2);
  put(figures, 0, 1);
  put(figures, 5000, 2);
  for (const unsigned kinds : {16U | 32U, 16U | 32U, 16U | 5U, 2U}) {
    put(figures, kinds, 1);
    put(figures, 60, 2);
    put(figures, kinds, 1);
    if ((kinds & 16U) != 0) put(figures, 3'495'000, 6);
  }
  return {order, figures};
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const Input input(data + 1, size - 1);
  if ((data[0] & 1U) != 0) {
    check_order(input);
  } else {
    check_figures(input);
  }
  return 0;
}
