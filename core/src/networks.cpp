#include "klikspor/networks.hpp"

#include <algorithm>
#include <chrono>

#include "klikspor/message.hpp"

namespace klikspor {
namespace {

bool fits(std::u16string_view number, std::string_view pattern) noexcept {
  return std::equal(number.begin(), number.end(), pattern.begin(), pattern.end(), [](char16_t c, char sign) {
    return sign == 'x' ? c >= u'0' && c <= u'9' : c == static_cast<unsigned char>(sign);
  });
}

bool is_short_code(std::u16string_view number, std::string_view patterns) noexcept {
  while (!patterns.empty()) {
    const std::size_t end = std::min(patterns.find(' '), patterns.size());
    if (fits(number, patterns.substr(0, end))) return true;
    patterns.remove_prefix(std::min(end + 1, patterns.size()));
  }
  return false;
}

}  // namespace

bool is_calendar_day(std::string_view day) noexcept {
  constexpr std::string_view written = "0000-00-00";
  const auto alike = [](char sign, char wanted) { return wanted == '-' ? sign == '-' : sign >= '0' && sign <= '9'; };
  if (!std::equal(day.begin(), day.end(), written.begin(), written.end(), alike)) return false;
  const auto two = [day](std::size_t at) { return (day[at] - '0') * 10 + day[at + 1] - '0'; };
  const std::chrono::year_month_day date{std::chrono::year{two(0) * 100 + two(2)},
                                         std::chrono::month{static_cast<unsigned>(two(5))},
                                         std::chrono::day{static_cast<unsigned>(two(8))}};
  return date.ok();
}

SenderFate sender_fate(const SenderNetworks& networks, std::u16string_view sender, Registration registration,
                       std::string_view day) {
  using enum SenderVerdict;
  const SenderRule& rule = networks.sender;
  if (day > rule.valid_until) return {outdated, NetworkRow::sender};
  const bool number = is_number(sender_form(sender));
  if (rule.names == NameRule::unknown || (number && rule.numbers == NumberRule::unknown)) return {unknown};
  if (number) {
    const bool refused =
        rule.numbers == NumberRule::short_codes && !is_short_code(written_sender(sender), rule.short_codes);
    if (refused) return {number_refused};
  } else {
    if (rule.names == NameRule::number_only) return {name_not_carried};
    if (rule.letters_and_digits && !is_plain_name(trimmed(sender))) return {name_form};
  }

  const bool registered = number ? rule.numbers == NumberRule::registered : rule.names == NameRule::registered;
  const SenderRegister* reg = registered && networks.registration ? &*networks.registration : nullptr;
  const Route* route = networks.route && networks.route->of_numbers == number ? &*networks.route : nullptr;
  if (reg != nullptr && day > reg->valid_until) return {outdated, NetworkRow::registration};
  if (route != nullptr && day > route->valid_until) return {outdated, NetworkRow::route};
  if (reg == nullptr || registration == Registration::confirmed) {
    return {carried, route == nullptr ? NetworkRow::none : NetworkRow::route};
  }
  if (reg->steps.empty()) return {unknown};
  const auto begun = static_cast<std::size_t>(
      std::count_if(reg->steps.begin(), reg->steps.end(), [&](const RegisterStep& step) { return day >= step.from; }));
  if (begun == 0) return {soon, NetworkRow::registration, 0};
  const auto step = static_cast<std::uint32_t>(begun - 1);
  const bool is_renamed = reg->steps[step].effect == StepEffect::renamed;
  return {is_renamed ? renamed : blocked, NetworkRow::registration, step};
}

LinkVerdict link_verdict(const std::optional<LinkNetworks>& networks, Registration registration,
                         std::string_view day) noexcept {
  if (!networks) return LinkVerdict::not_read;
  if (day > networks->valid_until) return LinkVerdict::outdated;
  if (registration == Registration::confirmed) return LinkVerdict::carried;
  return networks->blocked ? LinkVerdict::blocked : LinkVerdict::filtered;
}

bool takes_answers(SenderForm form, std::span<const NameRule> countries) noexcept {
  return form == SenderForm::number ||
         std::all_of(countries.begin(), countries.end(), [](NameRule rule) { return rule == NameRule::number_only; });
}

}  // namespace klikspor
