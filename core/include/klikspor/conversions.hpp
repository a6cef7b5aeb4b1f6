#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "klikspor/report.hpp"

/// Conversions: orders that a shop tells, each joined to a recipient by the slug the shop was given.
namespace klikspor {

// --- money --------------------------------------------------------------------------------------------------------

/// An amount in ten-thousandths of its currency: no currency of ISO 4217 has more than four decimals.
using Money = std::uint64_t;

/// 999,999,999.9999: below 2^53, so that JavaScript and SQLite hold an order's amount exactly.
inline constexpr Money most_money = 9'999'999'999'999;

/// 1 to 9 digits, and where wanted a point with 1 to 4 more: "349", "349.50", "0.0001". Null: anything else, such as a
/// sign, a comma, white space or an exponent.
[[nodiscard]] std::optional<Money> read_money(std::u16string_view text) noexcept;

/// With two decimals, or as many more as it has: "349.50", "0.0001".
[[nodiscard]] std::string money_text(Money amount);

/// ISO 4217: three capitals. All 0: none.
using Currency = std::array<char, 3>;

// --- an order as it is told ---------------------------------------------------------------------------------------

/// Longest order id in UTF-16 code units.
inline constexpr std::size_t longest_order_id = 100;

/// Why an order is refused. The values cross to JavaScript.
enum class OrderFault : std::uint8_t {
  none,
  order_id,          ///< empty, over `longest_order_id`, white space at an end, a control character, half a character
  value,             ///< not what `read_money` reads
  currency,          ///< not three capitals
  value_missing,     ///< a currency without a value
  currency_missing,  ///< a value without a currency: nobody could add it up
};

struct ReadOrder {
  OrderFault fault = OrderFault::none;
  std::optional<Money> value;  ///< null: none was told, or the order is refused
};

/// Checks what a shop tells of one order. Null: not told. Ids are compared octet for octet, so what two programs would
/// write in two ways is refused.
[[nodiscard]] ReadOrder read_order(std::u16string_view id, std::optional<std::u16string_view> value,
                                   std::optional<std::u16string_view> currency) noexcept;

// --- what counts --------------------------------------------------------------------------------------------------

/// Longest window in days.
inline constexpr std::uint32_t longest_conversion_window = 365;

/// What orders of a campaign are judged by.
struct ConversionRules {
  std::int64_t from_ms = 0;       ///< when the campaign was published: slugs are no older
  std::int64_t sent_ms = 0;       ///< when its messages went out, or else when it was published
  std::uint32_t window_days = 0;  ///< an order counts that was placed at most so many times 24 hours after `sent_ms`
};

/// Clocks of shops are this much ahead or behind at most: an order may be that much older than the campaign, or younger
/// than now.
inline constexpr std::int64_t shop_clock_ms = 300'000;

/// When an order was placed, beside its campaign. The values cross to JavaScript.
enum class OrderMoment : std::uint8_t { counts, before_publishing, in_future, after_window };

[[nodiscard]] OrderMoment order_moment(std::int64_t at_ms, std::int64_t now_ms, const ConversionRules& rules) noexcept;

/// An order as it is kept.
struct ToldOrder {
  std::u16string_view id;
  std::uint32_t recipient = 0;
  std::int64_t at_ms = 0;    ///< when it was placed
  std::int64_t told_ms = 0;  ///< when it was told
  std::optional<Money> value;
  Currency currency{};
  bool clicked = false;    ///< the recipient has a counted click
  bool cancelled = false;  ///< the shop has taken it back
};

/// The values cross to JavaScript.
enum class OrderStanding : std::uint8_t {
  counted,
  outside_window,
  told_before,  ///< another row of this campaign, told earlier, has the same id: an order counts once
  cancelled,    ///< a row of this campaign with the same id was taken back, whichever came first
};

/// What each order counts as, in their order. Linear but for sorting.
[[nodiscard]] std::vector<OrderStanding> order_standings(std::span<const ToldOrder> orders,
                                                         const ConversionRules& rules);

// --- the figures --------------------------------------------------------------------------------------------------

/// What the campaign cost.
struct Spent {
  Currency currency{};
  Money amount = 0;
};

/// What figures divide by.
struct ConversionBase {
  std::uint64_t sent = 0;      ///< messages delivered, or sent where no delivery reports exist
  std::uint64_t clickers = 0;  ///< recipients with at least one counted click
  bool aggregate = false;      ///< no recipient is known
  std::optional<Spent> spent;
};

/// Counted orders of one currency.
struct CurrencyNumbers {
  Currency currency{};
  std::uint64_t orders = 0;
  Money value = 0;                  ///< at most 2^64 - 1 ten-thousandths
  Money per_message = 0;            ///< value / sent, rounded half up; 0 when nothing was sent
  std::optional<double> per_spent;  ///< value / cost; null: the cost is unknown, 0, or in another currency
};

struct ConversionNumbers {
  std::uint64_t conversions = 0;     ///< orders that count
  std::uint64_t converters = 0;      ///< recipients with at least one; in aggregate campaigns 0
  std::uint64_t without_click = 0;   ///< conversions of recipients without a counted click; in aggregate campaigns 0
  std::uint64_t without_value = 0;   ///< conversions that no value was told of
  std::uint64_t outside_window = 0;  ///< orders kept that do not count
  std::uint64_t told_before = 0;
  std::uint64_t cancelled = 0;
  Rate of_clickers;  ///< clickers with at least one conversion / clickers; all 0 in aggregate campaigns
  Rate of_sent;      ///< converters / sent; in aggregate campaigns conversions / sent, as nobody knows whose they are
  std::vector<CurrencyNumbers> currencies;  ///< by currency, ascending
};

/// As in `report_numbers`, at least as many were sent a message as clicked or ordered; and at least as many clicked as
/// ordered after a click, though the clickers may be of an older moment than the orders.
[[nodiscard]] ConversionNumbers conversion_numbers(std::span<const ToldOrder> orders, const ConversionRules& rules,
                                                   const ConversionBase& base);

}  // namespace klikspor
