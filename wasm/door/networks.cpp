// What becomes of senders and links in a country. Profiles are rows of `klikspor/country-profiles`.
#include "klikspor/networks.hpp"

#include "convert.hpp"

namespace klikspor::door {
namespace {

constexpr auto name_rules = names<NameRule>("any-name", "registered-name", "number-only", "unknown");
constexpr auto number_rules = names<NumberRule>("carried", "registered", "short-codes", "unknown");
constexpr auto effects = names<StepEffect>("renamed", "blocked");
constexpr auto states = names<Registration>("not-asked", "asked", "confirmed");
constexpr auto sender_verdicts = names<SenderVerdict>("carried", "soon", "renamed", "blocked", "name-not-carried",
                                                      "name-form", "number-refused", "unknown", "outdated");
constexpr auto link_verdicts = names<LinkVerdict>("carried", "not-read", "filtered", "blocked", "outdated");
constexpr std::array<std::string_view, 2> route_kinds = {"names", "numbers"};
constexpr std::array<std::string_view, 2> link_effects = {"filtered", "blocked"};

/// What a profile has none of is null.
bool is_there(const val& row) {
  return is_given(row) && !row.isNull();
}

std::string string_in(const val& row, const char* name) {
  const val string = field(row, name);
  return string.isString() ? utf8(string) : std::string();
}

std::string day_of(Reader& reader, const val& given) {
  std::string day = utf8(reader.text("day", given));
  if (!is_calendar_day(day)) reader.refuse("day", given, "a day of the calendar such as 2026-11-29");
  return day;
}

NameRule name_rule(Reader& reader, const val& profile) {
  return reader.one_of("sender.rule", field(field(profile, "sender"), "rule"), name_rules);
}

Registration state_of(Reader& reader, const val& registration) {
  return reader.one_of("registration.state", field(registration, "state"), states);
}

SenderNetworks sender_networks(Reader& reader, const val& profile) {
  const val sender = field(profile, "sender");
  SenderNetworks networks;
  networks.sender = {name_rule(reader, profile),
                     reader.one_of("sender.numbers", field(sender, "numbers"), number_rules),
                     string_in(sender, "shortCodes"), is_there(field(sender, "form")), string_in(sender, "validUntil")};
  if (const val row = field(profile, "register"); is_there(row)) {
    SenderRegister& read = networks.registration.emplace();
    read.valid_until = string_in(row, "validUntil");
    const val steps = field(row, "steps");
    const std::size_t count = reader.length("register.steps", steps);
    for (std::size_t i = 0; i < count; ++i) {
      const auto effect = reader.one_of("register.steps.effect", field(steps[i], "effect"), effects);
      read.steps.push_back({string_in(steps[i], "from"), effect});
    }
  }
  if (const val row = field(profile, "route"); is_there(row)) {
    networks.route = Route{reader.index("route.of", field(row, "of"), route_kinds) == 1, string_in(row, "validUntil")};
  }
  return networks;
}

/// The row of the profile that a verdict is about.
val row_of(const val& profile, NetworkRow row) {
  switch (row) {
    case NetworkRow::registration: return field(profile, "register");
    case NetworkRow::route: return field(profile, "route");
    case NetworkRow::sender: return field(profile, "sender");
    case NetworkRow::none: break;
  }
  return val::null();
}

val sender_answer(const val& profile, const val& given, const val& registration, const val& given_day) {
  Reader reader;
  const std::u16string sender = reader.text("sender", given);
  const std::string day = day_of(reader, given_day);
  const SenderNetworks networks = sender_networks(reader, profile);
  const Registration state = state_of(reader, registration);
  if (reader.refused()) return reader.error();
  const SenderFate fate = sender_fate(networks, sender, state, day);
  Object answer;
  answer.set("verdict", sender_verdicts(fate.verdict));
  const val row = row_of(profile, fate.row);
  switch (fate.verdict) {
    case SenderVerdict::carried: return answer.set("route", row);
    case SenderVerdict::soon:
    case SenderVerdict::renamed:
    case SenderVerdict::blocked: return answer.set("register", row).set("step", field(row, "steps")[fate.step]);
    case SenderVerdict::outdated: return answer.set("reading", row);
    case SenderVerdict::name_not_carried:
    case SenderVerdict::name_form:
    case SenderVerdict::number_refused:
    case SenderVerdict::unknown: break;
  }
  return answer;
}

val link_answer(const val& profile, const val& registration, const val& given_day) {
  Reader reader;
  const std::string day = day_of(reader, given_day);
  const val row = reader.object("profile", profile) ? field(profile, "links") : val::null();
  std::optional<LinkNetworks> networks;
  if (is_there(row)) {
    const bool is_blocked = reader.index("links.effect", field(row, "effect"), link_effects) == 1;
    networks = LinkNetworks{is_blocked, string_in(row, "validUntil")};
  }
  const Registration state = state_of(reader, registration);
  if (reader.refused()) return reader.error();
  const LinkVerdict verdict = link_verdict(networks, state, day);
  Object answer;
  answer.set("verdict", link_verdicts(verdict));
  switch (verdict) {
    case LinkVerdict::filtered:
    case LinkVerdict::blocked: return answer.set("links", row);
    case LinkVerdict::outdated: return answer.set("reading", row);
    case LinkVerdict::carried:
    case LinkVerdict::not_read: break;
  }
  return answer;
}

val answers(const std::u16string& sender, const val& profiles) {
  Reader reader;
  std::vector<NameRule> rules;
  const std::size_t count = reader.length("profiles", profiles);
  for (std::size_t i = 0; i < count; ++i) rules.push_back(name_rule(reader, profiles[i]));
  return reader.refused() ? reader.error() : val(takes_answers(sender_form(sender), rules));
}

}  // namespace

EMSCRIPTEN_BINDINGS(networks) {
  emscripten::function("senderVerdict", &sender_answer);
  emscripten::function("linkVerdict", &link_answer);
  emscripten::function("takesAnswers", &answers);
}

}  // namespace klikspor::door
