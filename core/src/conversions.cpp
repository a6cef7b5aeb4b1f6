#include "klikspor/conversions.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>

#include "detail/utf16.hpp"
#include "detail/white_space.hpp"

namespace klikspor {
namespace {

constexpr std::int64_t day_ms = 86'400'000;
constexpr std::size_t most_digits = 9;
constexpr std::size_t most_decimals = 4;
constexpr std::size_t least_decimals = 2;

constexpr bool is_digit(char16_t c) noexcept {
  return c >= u'0' && c <= u'9';
}

constexpr bool is_capital(char16_t c) noexcept {
  return c >= u'A' && c <= u'Z';
}

bool is_order_id(std::u16string_view id) noexcept {
  if (id.empty() || id.size() > longest_order_id || detail::is_white(id.front()) || detail::is_white(id.back()))
    return false;
  for (std::size_t at = 0; at < id.size();) {
    const auto [point, end] = detail::code_point_at(id, at);
    if (detail::is_control(point) || detail::is_surrogate(point)) return false;
    at = end;
  }
  return true;
}

/// At most what the type holds.
Money sum_of(Money one, Money other) noexcept {
  return other > std::numeric_limits<Money>::max() - one ? std::numeric_limits<Money>::max() : one + other;
}

Money divided(Money value, std::uint64_t by) noexcept {
  if (by == 0) return 0;
  const std::uint64_t rest = value % by;
  return value / by + (rest >= by - rest ? 1 : 0);
}

/// The row of a currency in an ascending list, made if missing.
CurrencyNumbers& row_of(std::vector<CurrencyNumbers>& rows, const Currency& currency) {
  const auto at = std::find_if(rows.begin(), rows.end(),
                               [&currency](const CurrencyNumbers& row) { return !(row.currency < currency); });
  if (at != rows.end() && at->currency == currency) return *at;
  CurrencyNumbers row;
  row.currency = currency;
  return *rows.insert(at, row);
}

/// By a heap: half the octets of std::sort.
template <class Rows, class... Before>
void sort(Rows& rows, Before... before) {
  std::make_heap(rows.begin(), rows.end(), before...);
  std::sort_heap(rows.begin(), rows.end(), before...);
}

std::uint64_t different(std::vector<std::uint32_t>& recipients) {
  sort(recipients);
  return static_cast<std::uint64_t>(std::unique(recipients.begin(), recipients.end()) - recipients.begin());
}

}  // namespace

std::optional<Money> read_money(std::u16string_view text) noexcept {
  const std::size_t point = std::min(text.find(u'.'), text.size());
  const std::u16string_view whole = text.substr(0, point);
  const std::u16string_view decimals = point == text.size() ? std::u16string_view() : text.substr(point + 1);
  if (whole.empty() || whole.size() > most_digits || decimals.size() > most_decimals) return std::nullopt;
  if (point < text.size() && decimals.empty()) return std::nullopt;
  Money amount = 0;
  for (const std::u16string_view digits : {whole, decimals}) {
    for (const char16_t c : digits) {
      if (!is_digit(c)) return std::nullopt;
      amount = amount * 10 + static_cast<Money>(c - u'0');
    }
  }
  for (std::size_t i = decimals.size(); i < most_decimals; ++i) amount *= 10;
  return amount;
}

std::string money_text(Money amount) {
  // From the last digit to the first, without the zeros that two decimals do not need.
  std::string text;
  std::size_t left = most_decimals;
  for (; left > least_decimals && amount % 10 == 0; --left) amount /= 10;
  for (; left > 0 || amount > 0 || text.back() == '.'; amount /= 10) {
    text.push_back(static_cast<char>('0' + amount % 10));
    if (left > 0 && --left == 0) text.push_back('.');
  }
  std::reverse(text.begin(), text.end());
  return text;
}

ReadOrder read_order(std::u16string_view id, std::optional<std::u16string_view> value,
                     std::optional<std::u16string_view> currency) noexcept {
  if (!is_order_id(id)) return {OrderFault::order_id, std::nullopt};
  const auto amount = value ? read_money(*value) : std::nullopt;
  if (value && !amount) return {OrderFault::value, std::nullopt};
  if (currency &&
      !(currency->size() == Currency().size() && std::all_of(currency->begin(), currency->end(), is_capital)))
    return {OrderFault::currency, std::nullopt};
  if (currency && !value) return {OrderFault::value_missing, std::nullopt};
  if (value && !currency) return {OrderFault::currency_missing, std::nullopt};
  return {OrderFault::none, amount};
}

OrderMoment order_moment(std::int64_t at_ms, std::int64_t now_ms, const ConversionRules& rules) noexcept {
  if (at_ms > now_ms && at_ms - now_ms > shop_clock_ms) return OrderMoment::in_future;
  if (at_ms < rules.from_ms && rules.from_ms - at_ms > shop_clock_ms) return OrderMoment::before_publishing;
  return at_ms > rules.sent_ms && (at_ms - rules.sent_ms) > day_ms * rules.window_days ? OrderMoment::after_window
                                                                                       : OrderMoment::counts;
}

std::vector<OrderStanding> order_standings(std::span<const ToldOrder> orders, const ConversionRules& rules) {
  std::vector<OrderStanding> standings(orders.size(), OrderStanding::outside_window);
  std::vector<std::size_t> inside;
  for (std::size_t i = 0; i < orders.size(); ++i) {
    const ToldOrder& order = orders[i];
    // Whether it was placed in the future was asked when it was told. One that was taken back may be told without a
    // moment.
    if (order.cancelled || order_moment(order.at_ms, order.at_ms, rules) == OrderMoment::counts) inside.push_back(i);
  }
  sort(inside, [orders](std::size_t one, std::size_t other) {
    const ToldOrder& a = orders[one];
    const ToldOrder& b = orders[other];
    if (const int ids = a.id.compare(b.id); ids != 0) return ids < 0;
    return a.told_ms != b.told_ms ? a.told_ms < b.told_ms : one < other;
  });
  for (std::size_t first = 0, end = 0; first < inside.size(); first = end) {
    bool is_cancelled = false;
    for (; end < inside.size() && orders[inside[end]].id == orders[inside[first]].id; ++end)
      is_cancelled = is_cancelled || orders[inside[end]].cancelled;
    for (std::size_t i = first; i < end; ++i)
      standings[inside[i]] = is_cancelled ? OrderStanding::cancelled
                             : i == first ? OrderStanding::counted
                                          : OrderStanding::told_before;
  }
  return standings;
}

ConversionNumbers conversion_numbers(std::span<const ToldOrder> orders, const ConversionRules& rules,
                                     const ConversionBase& base) {
  ConversionNumbers numbers;
  std::vector<std::uint32_t> converters;
  std::vector<std::uint32_t> clicked;
  const auto standings = order_standings(orders, rules);
  for (std::size_t i = 0; i < orders.size(); ++i) {
    const ToldOrder& order = orders[i];
    switch (standings[i]) {
      case OrderStanding::outside_window: ++numbers.outside_window; continue;
      case OrderStanding::told_before: ++numbers.told_before; continue;
      case OrderStanding::cancelled: ++numbers.cancelled; continue;
      case OrderStanding::counted: ++numbers.conversions; break;
    }
    if (!base.aggregate) {
      converters.push_back(order.recipient);
      if (order.clicked)
        clicked.push_back(order.recipient);
      else
        ++numbers.without_click;
    }
    if (!order.value) {
      ++numbers.without_value;
      continue;
    }
    CurrencyNumbers& row = row_of(numbers.currencies, order.currency);
    ++row.orders;
    row.value = sum_of(row.value, *order.value);
  }
  numbers.converters = different(converters);
  const std::uint64_t ordered = base.aggregate ? numbers.conversions : numbers.converters;
  const std::uint64_t sent = base.sent == 0 ? 0 : std::max({base.sent, base.clickers, ordered});
  const std::uint64_t after_click = different(clicked);
  if (!base.aggregate) numbers.of_clickers = rate(after_click, std::max(base.clickers, after_click));
  numbers.of_sent = rate(ordered, sent);
  for (CurrencyNumbers& row : numbers.currencies) {
    row.per_message = divided(row.value, sent);
    if (base.spent && base.spent->amount > 0 && base.spent->currency == row.currency)
      row.per_spent = static_cast<double>(row.value) / static_cast<double>(base.spent->amount);
  }
  return numbers;
}

}  // namespace klikspor
