#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "klikspor/sender.hpp"

/// What the networks of a country make of senders and of links, by what was read of them. Days are text such as
/// `2026-11-29` (ISO 8601), so the later one is the greater one, and are days where the recipients are.
namespace klikspor {

/// Whether `day` is written so and the calendar has it: `2026-02-29` is none. What takes days does not ask.
[[nodiscard]] bool is_calendar_day(std::string_view day) noexcept;

enum class NameRule : std::uint8_t { any, registered, number_only, unknown };
enum class NumberRule : std::uint8_t { carried, registered, short_codes, unknown };

/// What was read of senders. After `valid_until` it is relied on no more.
struct SenderRule {
  NameRule names = NameRule::unknown;
  NumberRule numbers = NumberRule::unknown;
  /// Which numbers are short codes, with spaces between the patterns: digits, and `x` for any digit (`36xxx 38xxx`).
  std::string short_codes;
  bool letters_and_digits = false;  ///< names must be 1 to 11 of A-Z, a-z and 0-9
  std::string valid_until;
};

enum class StepEffect : std::uint8_t { renamed, blocked };

/// From a day on an unregistered sender arrives under another name, or not at all.
struct RegisterStep {
  std::string from;
  StepEffect effect = StepEffect::blocked;
};

struct SenderRegister {
  std::vector<RegisterStep> steps;  ///< in order
  std::string valid_until;
};

/// What the way of a message must be, whatever its sender.
struct Route {
  bool of_numbers = false;  ///< else of names
  std::string valid_until;
};

struct SenderNetworks {
  SenderRule sender;
  std::optional<SenderRegister> registration;  ///< nothing: senders are registered nowhere, or it is unknown
  std::optional<Route> route;
};

/// How far a registration has come, by what its owner says. Asked for is not registered yet.
enum class Registration : std::uint8_t { not_asked, asked, confirmed };

/// Neither `unknown` nor `outdated` is in order.
enum class SenderVerdict : std::uint8_t {
  carried,           ///< as written
  soon,              ///< its registration is asked for from a day to come on
  renamed,           ///< it arrives under another name
  blocked,           ///< it does not arrive
  name_not_carried,  ///< a number of the gateway stands in
  name_form,         ///< `plain_name` says what would be carried
  number_refused,
  unknown,   ///< nothing is known
  outdated,  ///< what was known is too old
};

/// Which part of `SenderNetworks` a verdict is about.
enum class NetworkRow : std::uint8_t { none, sender, registration, route };

struct SenderFate {
  SenderVerdict verdict = SenderVerdict::unknown;
  /// `outdated`: what is too old. `carried`: `route`, if the way of the message matters.
  NetworkRow row = NetworkRow::none;
  /// `soon`, `renamed`, `blocked`: the step of the register, as an index into its steps. Else 0.
  std::uint32_t step = 0;
};

/// What happens to a sender, which must not be empty, on the day its message arrives. Whether it can travel at all is
/// `sender_form`'s to say.
[[nodiscard]] SenderFate sender_fate(const SenderNetworks& networks, std::u16string_view sender,
                                     Registration registration, std::string_view day);

/// Networks that want link domains known to them before messages with their links are carried.
struct LinkNetworks {
  bool blocked = false;  ///< links of others are blocked, else filtered
  std::string valid_until;
};

enum class LinkVerdict : std::uint8_t {
  carried,
  not_read,  ///< nothing was read of links, which most countries leave alone
  filtered,
  blocked,
  outdated,
};

/// The same of messages with links of one domain. `networks`: nothing, where nothing was read of links.
[[nodiscard]] LinkVerdict link_verdict(const std::optional<LinkNetworks>& networks, Registration registration,
                                       std::string_view day) noexcept;

/// Whether recipients in all of these countries can answer a message: a number takes answers, a name does not, and
/// where networks carry no names the message comes from a number all the same.
[[nodiscard]] bool takes_answers(SenderForm form, std::span<const NameRule> countries) noexcept;

}  // namespace klikspor
