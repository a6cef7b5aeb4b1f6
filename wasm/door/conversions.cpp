// Orders that a shop tells, what they count as, and what they come to.
#include "klikspor/conversions.hpp"

#include <algorithm>

#include "convert.hpp"
#include "tracking.hpp"

namespace klikspor::door {
namespace {

// --- an order as it is told ---------------------------------------------------------------------------------------

constexpr auto fault_names =
    names<OrderFault>("none", "order-id", "value", "currency", "value-missing", "currency-missing");
constexpr auto moment_names = names<OrderMoment>("counts", "before-publishing", "in-future", "after-window");
constexpr auto standing_names = names<OrderStanding>("counted", "outside-window", "told-before", "cancelled");

std::optional<std::u16string> given_text(Reader& reader, std::string_view name, const val& given) {
  if (!is_given(given)) return std::nullopt;
  return reader.text(name, given);
}

val order_as_told(const val& order_id, const val& value, const val& currency) {
  Reader reader;
  const auto id = reader.text("orderId", order_id);
  const auto amount = given_text(reader, "value", value);
  const auto code = given_text(reader, "currency", currency);
  if (reader.refused()) return reader.error();
  const ReadOrder order = read_order(id, amount, code);
  if (order.fault != OrderFault::none) return Object().set("ok", false).set("error", fault_names(order.fault));
  return accepted().set("value", order.value ? val(number(*order.value)) : val::null());
}

Money money(Reader& reader, std::string_view name, const val& given) {
  return reader.whole<Money>(name, given, 0, static_cast<double>(most_money));
}

val text_of_money(const val& amount) {
  Reader reader;
  const Money read = money(reader, "amount", amount);
  return reader.refused() ? reader.error() : text(money_text(read));
}

// --- what counts --------------------------------------------------------------------------------------------------

ConversionRules conversion_rules(Reader& reader, const val& given) {
  ConversionRules rules;
  rules.from_ms = reader.whole<std::int64_t>("rules.fromMs", field(given, "fromMs"), 0, highest_exact);
  rules.sent_ms = reader.whole<std::int64_t>("rules.sentAtMs", field(given, "sentAtMs"), 0, highest_exact);
  rules.window_days =
      reader.whole<std::uint32_t>("rules.windowDays", field(given, "windowDays"), 0, longest_conversion_window);
  return rules;
}

val moment_of_order(const val& at_ms, const val& now_ms, const val& given) {
  Reader reader;
  const auto at = reader.whole<std::int64_t>("atMs", at_ms, 0, highest_exact);
  const auto now = reader.whole<std::int64_t>("nowMs", now_ms, 0, highest_exact);
  const auto rules = conversion_rules(reader, given);
  return reader.refused() ? reader.error() : moment_names(order_moment(at, now, rules));
}

Currency currency_at(std::u16string_view currencies, std::size_t at) {
  Currency currency{};
  for (std::size_t i = 0; i < currency.size(); ++i) currency[i] = static_cast<char>(currencies[at + i]);
  return currency;
}

/// Columns as they came, and the orders that look into them.
struct Orders {
  std::vector<std::u16string> ids;
  std::vector<ToldOrder> rows;
};

std::int64_t moment(double ms) {
  return ms >= 0 && ms <= highest_exact ? static_cast<std::int64_t>(ms) : 0;
}

/// One column after the other, each copied at once: a campaign may have 100,000 orders.
void read_columns(Reader& reader, const val& given, Orders& orders) {
  const auto recipients = reader.numbers<std::uint32_t>("orders.recipients", field(given, "recipients"));
  const auto placed = reader.numbers<double>("orders.placedAtMs", field(given, "placedAtMs"));
  const auto told = reader.numbers<double>("orders.toldAtMs", field(given, "toldAtMs"));
  const auto values = reader.numbers<double>("orders.values", field(given, "values"));
  const auto clicked = reader.numbers<std::uint8_t>("orders.clicked", field(given, "clicked"));
  const auto cancelled = reader.numbers<std::uint8_t>("orders.cancelled", field(given, "cancelled"));
  const auto currencies = reader.text("orders.currencies", field(given, "currencies"));
  std::u16string& ids = orders.ids.emplace_back(reader.text("orders.ids", field(given, "ids")));
  const std::size_t rows = recipients.size();
  const auto lines = static_cast<std::size_t>(std::count(ids.begin(), ids.end(), u'\n'));
  for (const std::size_t length : {placed.size(), told.size(), values.size(), clicked.size(), cancelled.size(), lines,
                                   currencies.size() / Currency().size()}) {
    if (length != rows) reader.refuse("orders", given, "columns of one length");
  }
  if (reader.refused()) return;
  std::u16string_view rest = ids;
  for (std::size_t i = 0; i < rows; ++i) {
    ToldOrder& row = orders.rows.emplace_back();
    row.id = rest.substr(0, rest.find(u'\n'));
    rest.remove_prefix(row.id.size() + 1);
    row.recipient = recipients[i];
    row.at_ms = moment(placed[i]);
    row.told_ms = moment(told[i]);
    row.clicked = clicked[i] != 0;
    row.cancelled = cancelled[i] != 0;
    if (values[i] >= 0 && values[i] <= static_cast<double>(most_money)) {
      row.value = static_cast<Money>(values[i]);
      row.currency = currency_at(currencies, i * Currency().size());
    }
  }
}

Orders orders_of(Reader& reader, const val& parts) {
  Orders orders;
  const std::size_t number_of_parts = reader.length("orders", parts);
  // What the rows look into may not move.
  orders.ids.reserve(number_of_parts);
  for (std::size_t i = 0; i < number_of_parts && !reader.refused(); ++i) {
    if (reader.object("orders", parts[i])) read_columns(reader, parts[i], orders);
  }
  return orders;
}

val standings_of_orders(const val& parts, const val& given) {
  Reader reader;
  const auto orders = orders_of(reader, parts);
  const auto rules = conversion_rules(reader, given);
  if (reader.refused()) return reader.error();
  return array(order_standings(orders.rows, rules), standing_names);
}

// --- the figures --------------------------------------------------------------------------------------------------

ConversionBase conversion_base(Reader& reader, const val& given) {
  ConversionBase base;
  base.sent = reader.whole<std::uint64_t>("base.sent", field(given, "sent"), 0, highest_exact);
  base.clickers = reader.whole<std::uint64_t>("base.clickers", field(given, "clickers"), 0, highest_exact);
  base.aggregate = is_aggregate(reader, "base.tracking", field(given, "tracking"));
  const val spent = field(given, "spent");
  if (!reader.given_object("base.spent", spent)) return base;
  const auto currency = reader.text("base.spent.currency", field(spent, "currency"));
  base.spent = Spent{{}, money(reader, "base.spent.amount", field(spent, "amount"))};
  if (currency.size() == Currency().size())
    base.spent->currency = currency_at(currency, 0);
  else
    reader.refuse("base.spent.currency", field(spent, "currency"), "three capitals");
  return base;
}

/// Plain objects: a registered value_object takes twice the octets, and these only ever leave the core.
val currency_object(const CurrencyNumbers& row) {
  return Object()
      .set("currency", text(std::string_view(row.currency.data(), row.currency.size())))
      .set("orders", number(row.orders))
      .set("value", text(money_text(row.value)))
      .set("perMessage", text(money_text(row.per_message)))
      .set("perSpent", nullable(row.per_spent));
}

val conversions_object(const ConversionNumbers& numbers) {
  return Object()
      .set("conversions", number(numbers.conversions))
      .set("converters", number(numbers.converters))
      .set("withoutClick", number(numbers.without_click))
      .set("withoutValue", number(numbers.without_value))
      .set("outsideWindow", number(numbers.outside_window))
      .set("toldBefore", number(numbers.told_before))
      .set("cancelled", number(numbers.cancelled))
      .set("ofClickers", val(numbers.of_clickers))
      .set("ofSent", val(numbers.of_sent))
      .set("currencies", array(numbers.currencies, currency_object));
}

val numbers_of_conversions(const val& parts, const val& rules_given, const val& base_given) {
  Reader reader;
  const auto orders = orders_of(reader, parts);
  const auto rules = conversion_rules(reader, rules_given);
  const auto base = conversion_base(reader, base_given);
  if (reader.refused()) return reader.error();
  return conversions_object(conversion_numbers(orders.rows, rules, base));
}

}  // namespace

EMSCRIPTEN_BINDINGS(conversions) {
  emscripten::function("readOrder", &order_as_told);
  emscripten::function("moneyText", &text_of_money);
  emscripten::function("orderMoment", &moment_of_order);
  emscripten::function("orderStandings", &standings_of_orders);
  emscripten::function("conversionNumbers", &numbers_of_conversions);
}

}  // namespace klikspor::door
