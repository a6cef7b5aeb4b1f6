#include "klikspor/visitor.hpp"

#include <algorithm>
#include <utility>

#include "detail/octets.hpp"

// A rules file: `KVR2`, version (four octets), then in variable-length numbers and texts with their length before them:
// verdicts (class, reason), rules, autonomous systems (ascending, as differences). Rules stand column by column, which
// compresses better: the flags of all, the levels, the verdicts (an octet each), then one text, a line for each token.

namespace klikspor {
namespace {

constexpr std::size_t longest_token = 128;
constexpr std::size_t most_verdicts = 64;
/// A batch leaves this much room (see longest_packing), so that it fits whatever its hits are judged.
constexpr std::size_t longest_reasons = 1800;

constexpr bool is_word(char sign) {
  return (sign >= '0' && sign <= '9') || (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z');
}

/// Equal, ASCII case aside; `small_word` is small already.
bool is(std::string_view text, std::string_view small_word) {
  return text.size() == small_word.size() &&
         std::equal(text.begin(), text.end(), small_word.begin(), [](char a, char b) { return detail::small(a) == b; });
}
bool starts(std::string_view text, std::string_view small_word) {
  return text.size() >= small_word.size() && is(text.substr(0, small_word.size()), small_word);
}

bool says_prefetch(const Header& header) {
  if (header.name == "sec-purpose" || header.name == "purpose" || header.name == "x-moz")
    return starts(header.value, "prefetch");
  return header.name == "x-purpose" && (starts(header.value, "preview") || starts(header.value, "prefetch"));
}

/// Octets start … end-1 of a user agent.
struct Span {
  std::size_t start = 0;
  std::size_t end = 0;
};

/// Where a browser of Android names the phone it runs on; empty if the agent is not of that form, or if what stands
/// there has a slash, as programs have before their version.
Span phone_name(std::string_view agent) {
  constexpr auto npos = std::string_view::npos;
  const std::size_t system = agent.find("Android ");
  if (system == npos) return {};
  const std::size_t close = agent.find(") AppleWebKit", system);
  if (close == npos || agent.find(" Safari/", close) == npos) return {};

  const auto end_of_part = [&](std::size_t from) { return std::min(agent.find(';', from), close); };
  std::size_t start = end_of_part(system) + 1;
  std::size_t end = end_of_part(start);
  // Until 2013 a language stood before the name: `zh-cn;`.
  constexpr std::size_t longest_language = 6;
  if (end < close && end - start <= longest_language && agent.substr(start, end - start).find_first_of("-_") != npos) {
    start = end + 1;
    end = end_of_part(start);
  }
  if (start >= close) return {};
  const std::size_t build = agent.find(" Build/", start);
  end = std::min(end, build);
  return agent.substr(start, end - start).find('/') == npos ? Span{start, end} : Span{};
}

/// The address that a browser's agent ends with, where an add-on wrote it there: behind the browser's own name and
/// version
/// (`Safari/537.36 https://…`), or as the value of something (`| Initiator: https://…`). A program that signs names
/// itself before its address, puts a `+` to it, or both into brackets.
Span added_address(std::string_view agent) {
  constexpr auto npos = std::string_view::npos;
  const std::size_t space = agent.rfind(' ');
  if (space == npos || agent.substr(0, 9) != "Mozilla/5") return {};
  const std::string_view last = agent.substr(space + 1);
  if (!(starts(last, "https://") || starts(last, "http://")) || last.find_first_of("()<>;,") != npos) return {};
  const std::string_view before = agent.substr(0, space);
  const std::string_view word = before.substr(before.rfind(' ') + 1);
  const std::size_t slash = word.find('/');
  const std::string_view version = slash == npos ? std::string_view() : word.substr(slash + 1);
  const bool is_version = !version.empty() && version.find_first_not_of("0123456789.") == npos;
  const std::string_view name = word.substr(0, slash);
  const bool is_browser = is_version && (name == "Safari" || name == "Firefox" || name == "Edg" || name == "OPR");
  const bool is_value = before.find(" Safari/") != npos || before.find(" Firefox/") != npos;
  return is_browser || (is_value && before.back() == ':') ? Span{space + 1, agent.size()} : Span{};
}

bool is_empty(std::string_view agent) {
  return agent.find_first_not_of(" \t-") == std::string_view::npos;
}

}  // namespace

std::uint16_t signals_of(std::string_view method, std::span<const Header> headers) noexcept {
  unsigned signals = 0;
  if (method == "HEAD") {
    signals |= signal_method_head;
  } else if (method != "GET") {
    signals |= signal_method_other;
  }
  for (const Header& header : headers) {
    if (says_prefetch(header)) signals |= signal_prefetch;
    if (header.name == "accept-language" && !header.value.empty()) signals |= signal_language;
    if (header.name == "accept") {
      if (header.value == "*/*") signals |= signal_accept_any;
      if (header.value.find("text/html") != std::string_view::npos) signals |= signal_accept_page;
    }
    if (header.name == "sec-fetch-mode") signals |= is(header.value, "navigate") ? signal_navigate : signal_no_navigate;
  }
  return static_cast<std::uint16_t>(signals);
}

std::optional<Judge> Judge::load(std::span<const std::uint8_t> rules) {
  constexpr std::string_view magic = "KVR2";
  constexpr std::size_t front = 8;
  if (rules.size() < front || !std::equal(magic.begin(), magic.end(), rules.begin())) return std::nullopt;
  Judge judge;
  for (std::size_t i = 0; i < 4; ++i) judge.version_ |= std::uint32_t{rules[4 + i]} << (8 * i);

  detail::OctetReader from(rules.subspan(front));
  judge.verdicts_.resize(from.number32(most_verdicts));
  std::size_t reasons = 0;
  for (Verdict& verdict : judge.verdicts_) {
    verdict.hit_class = static_cast<HitClass>(from.number(hit_classes - 1));
    verdict.reason = from.text(longest_reason);
    reasons += verdict.reason.size() + 2;
  }
  const std::size_t count = from.number32();
  if (judge.verdicts_.empty() || reasons > longest_reasons || count > from.left()) return std::nullopt;
  judge.rules_.resize(count);
  for (Rule& rule : judge.rules_) rule.flags = from.octet();
  for (Rule& rule : judge.rules_) rule.level = from.octet();
  for (Rule& rule : judge.rules_) rule.verdict = from.octet();
  std::string_view tokens = from.text(from.left());
  for (Rule& rule : judge.rules_) {
    const std::size_t end = tokens.find('\n');
    if (end == 0 || end > longest_token || rule.verdict >= judge.verdicts_.size()) return std::nullopt;
    rule.token = tokens.substr(0, end);
    tokens.remove_prefix(end + 1);
    judge.search_.add(rule.token);
  }
  if (!tokens.empty()) return std::nullopt;
  const std::size_t networks = from.number32();
  if (networks > from.left()) return std::nullopt;
  judge.networks_.resize(networks);
  std::uint32_t network = 0;
  for (std::uint32_t& asn : judge.networks_) asn = network += from.number32();
  if (!from.at_end() || !std::is_sorted(judge.networks_.begin(), judge.networks_.end())) return std::nullopt;
  judge.search_.finish();
  return judge;
}

bool Judge::applies(const Rule& rule, std::string_view agent, std::size_t end) const noexcept {
  const std::size_t start = end - rule.token.size();
  if ((rule.flags & at_start) != 0 && start != 0) return false;
  if ((rule.flags & at_end) != 0 && end != agent.size()) return false;
  if ((rule.flags & word_start) != 0 && start != 0 && is_word(agent[start - 1])) return false;
  if ((rule.flags & word_end) != 0 && end != agent.size() && is_word(agent[end])) return false;
  return (rule.flags & exact_case) == 0 || agent.substr(start, rule.token.size()) == rule.token;
}

const Verdict& Judge::agent_verdict(std::string_view agent) const noexcept {
  const Span phone = phone_name(agent);
  const Span address = added_address(agent);
  const Rule* best = nullptr;
  search_.search(agent, [&](std::uint32_t id, std::size_t end) {
    const Rule& rule = rules_[id];
    // Of one level the rule that stands first in the file wins, wherever it matches.
    if (best != nullptr && (rule.level < best->level || (rule.level == best->level && &rule >= best))) return;
    const bool in_name = end <= phone.end && end - rule.token.size() >= phone.start;
    if (in_name && (rule.flags & in_phone_name) == 0) return;
    const bool in_address = end <= address.end && end - rule.token.size() >= address.start;
    if (in_address && (rule.flags & not_in_address) != 0) return;
    if (applies(rule, agent, end)) best = &rule;
  });
  return verdicts_[best == nullptr ? 0 : best->verdict];
}

Verdict Judge::judge(const Verdict& by_agent, bool has_agent, std::uint16_t signals, std::uint32_t asn) const noexcept {
  if ((signals & signal_method_head) != 0) return {HitClass::head, "method-head"};
  if ((signals & signal_method_other) != 0) return {HitClass::scanner, "method-other"};
  if ((signals & signal_prefetch) != 0) return {HitClass::prefetch, "header-prefetch"};
  if (!has_agent) return {HitClass::scanner, "agent-empty"};
  if (by_agent.hit_class != HitClass::human) return by_agent;
  // A tap on a link is a navigation; a script's or an image's request is none.
  if ((signals & signal_no_navigate) != 0) return {HitClass::scanner, "shape-no-navigation"};
  // Browsers ask for a page by naming text/html, and in a language. Without any Accept nothing is known of the shape.
  constexpr unsigned page = signal_language | signal_accept_page | signal_navigate;
  if ((signals & signal_accept_any) != 0 && (signals & page) == 0) return {HitClass::scanner, "shape-bare"};
  if (asn != 0 && std::binary_search(networks_.begin(), networks_.end(), asn))
    return {HitClass::scanner, "network-data-centre"};
  return by_agent;
}

Verdict Judge::judge(std::string_view agent, std::uint16_t signals, std::uint32_t asn) const noexcept {
  agent = agent.substr(0, longest_agent);
  return judge(agent_verdict(agent), !is_empty(agent), signals, asn);
}

void Judge::rejudge(HitBatch& batch) const {
  std::vector<const Verdict*> by_agent(batch.agents.size());
  std::transform(batch.agents.begin(), batch.agents.end(), by_agent.begin(),
                 [this](std::string_view agent) { return &agent_verdict(agent); });
  const std::vector<std::string_view> old = std::exchange(batch.reasons, {});
  const auto number_of = [&batch](std::string_view reason) {
    const auto known = std::find(batch.reasons.begin(), batch.reasons.end(), reason) - batch.reasons.begin();
    if (static_cast<std::size_t>(known) == batch.reasons.size()) batch.reasons.push_back(reason);
    return static_cast<std::uint32_t>(known);
  };
  for (Hit& hit : batch.hits) {
    // Of every hit: a full batch has no room for numbers that change from one hit to the next.
    hit.rules = version_;
    if (hit.hit_class == HitClass::test) {
      hit.reason = number_of(old[hit.reason]);
      continue;
    }
    const Verdict verdict = judge(*by_agent[hit.agent], !is_empty(batch.agents[hit.agent]), hit.signals, hit.asn);
    hit.hit_class = verdict.hit_class;
    hit.reason = number_of(verdict.reason);
  }
}

}  // namespace klikspor
