#include "klikspor/networks.hpp"

#include <string>

#include "catch2.hpp"

using namespace klikspor;

namespace {

const std::string checked = "2026-11-29";
const std::string relied = "2027-05-31";

/// Names and numbers are registered, in two steps.
SenderNetworks finland() {
  SenderNetworks networks;
  networks.sender = {NameRule::registered, NumberRule::registered, "", false, relied};
  networks.registration = {{{"2026-05-04", StepEffect::renamed}, {"2026-11-02", StepEffect::blocked}}, relied};
  return networks;
}

/// Names are registered, numbers are not.
SenderNetworks ireland() {
  SenderNetworks networks = finland();
  networks.sender.numbers = NumberRule::carried;
  return networks;
}

/// The same, and a registered name must come by a provider entered for it.
SenderNetworks spain() {
  SenderNetworks networks;
  networks.sender = {NameRule::registered, NumberRule::carried, "", false, relied};
  networks.registration = {{{"2026-09-15", StepEffect::blocked}}, relied};
  networks.route = {false, relied};
  return networks;
}

SenderNetworks france() {
  SenderNetworks networks;
  networks.sender = {NameRule::any, NumberRule::short_codes, "36xxx 38xxx", true, relied};
  return networks;
}

SenderNetworks america() {
  SenderNetworks networks;
  networks.sender = {NameRule::number_only, NumberRule::carried, "", false, relied};
  networks.route = {true, relied};
  return networks;
}

SenderNetworks denmark() {
  SenderNetworks networks;
  networks.sender = {NameRule::any, NumberRule::carried, "", false, relied};
  return networks;
}

SenderNetworks unread() {
  SenderNetworks networks;
  networks.sender.valid_until = relied;
  return networks;
}

}  // namespace

TEST_CASE("what happens to a sender follows from what was read of the country's networks", "[networks]") {
  using enum SenderVerdict;
  using enum Registration;
  struct Row {
    SenderNetworks networks;
    std::u16string sender;
    Registration registration;
    std::string day;
    SenderVerdict verdict;
    NetworkRow row = NetworkRow::none;
    std::uint32_t step = 0;
  };
  const auto about = NetworkRow::registration;
  const auto row = GENERATE_COPY(values<Row>({
      {finland(), u"Barnets", not_asked, "2026-05-03", soon, about, 0},
      {finland(), u"Barnets", not_asked, "2026-05-04", renamed, about, 0},
      {finland(), u"Barnets", not_asked, "2026-11-01", renamed, about, 0},
      {finland(), u"Barnets", not_asked, "2026-11-02", blocked, about, 1},
      {finland(), u"Barnets", asked, checked, blocked, about, 1},
      {finland(), u"Barnets", confirmed, checked, carried},
      {finland(), u"+45 20 12 34 56", not_asked, checked, blocked, about, 1},
      {finland(), u"+45 20 12 34 56", confirmed, checked, carried},
      {finland(), u"Barnets", confirmed, "2027-05-31", carried},
      {finland(), u"Barnets", confirmed, "2027-06-01", outdated, NetworkRow::sender},

      {ireland(), u"Barnets", not_asked, "2026-11-01", renamed, about, 0},
      {ireland(), u"Barnets", asked, checked, blocked, about, 1},
      {ireland(), u"Barnets", confirmed, checked, carried},
      {ireland(), u"4520123456", not_asked, checked, carried},

      {spain(), u"Barnets", not_asked, "2026-09-14", soon, about, 0},
      {spain(), u"Barnets", not_asked, "2026-09-15", blocked, about, 0},
      {spain(), u"Barnets", confirmed, checked, carried, NetworkRow::route},
      {spain(), u"4520123456", not_asked, checked, carried},

      {france(), u"Barnets", not_asked, checked, carried},
      {france(), u" Barnets ", not_asked, checked, carried},
      {france(), u"Elleve11111", not_asked, checked, carried},
      {france(), u"Elleve111112", not_asked, checked, name_form},
      {france(), u"Barnets V", not_asked, checked, name_form},
      {france(), u"H&M", confirmed, checked, name_form},
      {france(), u"+45 20 12 34 56", not_asked, checked, number_refused},
      {france(), u"36 180", not_asked, checked, carried},
      {france(), u"38000", not_asked, checked, carried},
      {france(), u"37000", not_asked, checked, number_refused},
      {france(), u"361800", not_asked, checked, number_refused},
      {france(), u"3618", not_asked, checked, number_refused},
      {france(), u"+36180", not_asked, checked, number_refused},

      {america(), u"Barnets", not_asked, checked, name_not_carried},
      {america(), u"12345", not_asked, checked, carried, NetworkRow::route},

      {denmark(), u"Barnets", not_asked, checked, carried},
      {denmark(), u"Barnets", not_asked, "2027-05-31", carried},
      {denmark(), u"Barnets", not_asked, "2027-06-01", outdated, NetworkRow::sender},

      {unread(), u"Barnets", confirmed, checked, unknown},
      {unread(), u"447700900000", not_asked, checked, unknown},
      {unread(), u"Barnets", confirmed, "2100-01-01", outdated, NetworkRow::sender},
  }));
  CAPTURE(std::string(row.sender.begin(), row.sender.end()), row.day);
  const SenderFate fate = sender_fate(row.networks, row.sender, row.registration, row.day);
  CHECK(fate.verdict == row.verdict);
  CHECK(fate.row == row.row);
  CHECK(fate.step == row.step);
}

TEST_CASE("a register or a route that is too old is told where it would decide, and only there", "[networks]") {
  SenderNetworks spanish = spain();
  const auto fate = [&](std::u16string_view sender) {
    return sender_fate(spanish, sender, Registration::confirmed, checked);
  };
  spanish.route->valid_until = "2026-11-28";
  CHECK(fate(u"Barnets").verdict == SenderVerdict::outdated);
  CHECK(fate(u"Barnets").row == NetworkRow::route);
  CHECK(fate(u"4520123456").verdict == SenderVerdict::carried);
  spanish.registration->valid_until = "2026-11-28";
  CHECK(fate(u"Barnets").row == NetworkRow::registration);
  CHECK(fate(u"4520123456").verdict == SenderVerdict::carried);
}

TEST_CASE("numbers of which nothing was read are unknown where names are not", "[networks]") {
  SenderNetworks networks = denmark();
  networks.sender.numbers = NumberRule::unknown;
  CHECK(sender_fate(networks, u"1245", Registration::not_asked, checked).verdict == SenderVerdict::unknown);
  CHECK(sender_fate(networks, u"Barnets", Registration::not_asked, checked).verdict == SenderVerdict::carried);
}

TEST_CASE("a register without steps says nothing", "[networks]") {
  SenderNetworks networks = finland();
  networks.registration->steps.clear();
  CHECK(sender_fate(networks, u"Barnets", Registration::not_asked, checked).verdict == SenderVerdict::unknown);
  CHECK(sender_fate(networks, u"Barnets", Registration::confirmed, checked).verdict == SenderVerdict::carried);
}

TEST_CASE("links are carried, filtered or blocked by what was read of link domains", "[networks]") {
  using enum Registration;
  const std::optional<LinkNetworks> norway = LinkNetworks{true, relied};
  const std::optional<LinkNetworks> denmark = LinkNetworks{false, relied};
  CHECK(link_verdict(norway, not_asked, checked) == LinkVerdict::blocked);
  CHECK(link_verdict(norway, asked, checked) == LinkVerdict::blocked);
  CHECK(link_verdict(norway, confirmed, checked) == LinkVerdict::carried);
  CHECK(link_verdict(norway, confirmed, "2027-05-31") == LinkVerdict::carried);
  CHECK(link_verdict(norway, confirmed, "2027-06-01") == LinkVerdict::outdated);
  CHECK(link_verdict(denmark, not_asked, checked) == LinkVerdict::filtered);
  CHECK(link_verdict(denmark, confirmed, checked) == LinkVerdict::carried);
  CHECK(link_verdict(std::nullopt, not_asked, checked) == LinkVerdict::not_read);
}

TEST_CASE("a number takes answers everywhere, a name where no names are carried", "[networks]") {
  const auto [sender, countries, expected] = GENERATE(table<std::u16string, std::vector<NameRule>, bool>({
      {u"1245", {NameRule::any}, true},
      {u"12", {NameRule::any}, false},
      {u"Barnets", {NameRule::any}, false},
      // A number of the gateway stands in for the name there, and nowhere else.
      {u"Barnets", {NameRule::number_only}, true},
      {u"Barnets", {NameRule::number_only, NameRule::number_only}, true},
      {u"Barnets", {NameRule::number_only, NameRule::any}, false},
      {u"Barnets", {NameRule::registered}, false},
      {u"Barnets", {NameRule::unknown}, false},
  }));
  CAPTURE(std::string(sender.begin(), sender.end()));
  CHECK(takes_answers(sender_form(sender), countries) == expected);
}

TEST_CASE("a day is one of the calendar, written as ISO 8601 has it", "[networks]") {
  for (const auto* day : {"2026-11-29", "2024-02-29", "2000-02-29", "0001-01-01", "2026-12-31"}) {
    CAPTURE(day);
    CHECK(klikspor::is_calendar_day(day));
  }
  for (const auto* day : {"", "zz", "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-11-00",
                          "2026-11-29 ", "2026-11-2", "29-11-2026", "2026/11/29", "+026-11-29"}) {
    CAPTURE(day);
    CHECK_FALSE(klikspor::is_calendar_day(day));
  }
}
