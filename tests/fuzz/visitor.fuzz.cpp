// Visitor rules. Any octets load as rules or are refused, and rules that load judge anything, a batch as each of its
// hits; of rules that are written here the verdict is that of a plain search for every token.
#include "klikspor/visitor.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "batch_input.hpp"
#include "detail/octets.hpp"

namespace {

using klikspor::HitBatch;
using klikspor::HitClass;
using klikspor::Judge;

constexpr unsigned at_start = 1;
constexpr unsigned at_end = 2;
constexpr unsigned word_start = 4;
constexpr unsigned word_end = 8;
constexpr unsigned exact_case = 16;

struct Rule {
  std::string token;
  std::uint8_t flags = 0;
  std::uint8_t level = 0;
  std::uint8_t verdict = 0;
};

const std::vector<klikspor::Verdict> verdicts = {
    {HitClass::human, "no-rule"}, {HitClass::scanner, "agent-scanner"}, {HitClass::preview, "agent-preview"}};

/// As scripts/make-visitor-rules.mjs writes a file.
Octets file_of(const std::vector<Rule>& rules, const std::vector<std::uint32_t>& networks) {
  Octets octets{'K', 'V', 'R', '2'};
  put(octets, 20261129, 4);
  klikspor::detail::OctetWriter to(octets);
  to.number(verdicts.size());
  for (const auto& verdict : verdicts) {
    to.number(static_cast<std::uint64_t>(verdict.hit_class));
    to.text(verdict.reason);
  }
  to.number(rules.size());
  for (const Rule& rule : rules) to.octet(rule.flags);
  for (const Rule& rule : rules) to.octet(rule.level);
  for (const Rule& rule : rules) to.octet(rule.verdict);
  std::string tokens;
  for (const Rule& rule : rules) tokens += rule.token + '\n';
  to.text(tokens);
  to.number(networks.size());
  std::uint32_t previous = 0;
  for (const std::uint32_t network : networks) {
    to.number(network - previous);
    previous = network;
  }
  return octets;
}

char small(char sign) {
  return sign >= 'A' && sign <= 'Z' ? static_cast<char>(sign - 'A' + 'a') : sign;
}
bool is_word(char sign) {
  return (sign >= '0' && sign <= '9') || (small(sign) >= 'a' && small(sign) <= 'z');
}

bool stands_in(const Rule& rule, std::string_view agent) {
  for (std::size_t start = 0; start + rule.token.size() <= agent.size(); ++start) {
    const std::string_view found = agent.substr(start, rule.token.size());
    const std::size_t end = start + rule.token.size();
    const bool equal = (rule.flags & exact_case) != 0 ? found == rule.token
                                                      : std::equal(found.begin(), found.end(), rule.token.begin(),
                                                                   [](char a, char b) { return small(a) == small(b); });
    if (equal && ((rule.flags & at_start) == 0 || start == 0) && ((rule.flags & at_end) == 0 || end == agent.size()) &&
        ((rule.flags & word_start) == 0 || start == 0 || !is_word(agent[start - 1])) &&
        ((rule.flags & word_end) == 0 || end == agent.size() || !is_word(agent[end])))
      return true;
  }
  return false;
}

/// The verdict of the highest level whose token stands in the agent, of equals the first.
const klikspor::Verdict& plainly(const std::vector<Rule>& rules, std::string_view agent) {
  const Rule* best = nullptr;
  for (const Rule& rule : rules)
    if ((best == nullptr || rule.level > best->level) && stands_in(rule, agent)) best = &rule;
  return verdicts[best == nullptr ? 0 : best->verdict];
}

void check_search(const Judge& judge, const std::vector<Rule>& rules, std::string_view agent) {
  // What stands in a phone's name is judged otherwise; so is no agent.
  if (agent.find("Android ") != std::string_view::npos || agent.find_first_not_of(" \t-") == std::string_view::npos)
    return;
  const auto& expected = plainly(rules, agent);
  const auto verdict = judge.judge(agent, klikspor::signal_language, 0);
  check(verdict.hit_class == expected.hit_class && verdict.reason == expected.reason);
}

/// A batch judged anew says of each hit what the judge says of it alone, and holds them all although it was full.
void check_batch(const Judge& judge, HitBatch batch, bool is_full) {
  const std::vector<klikspor::Hit> once = batch.hits;
  if (is_full && !once.empty())
    while (batch.hits.size() < 7000) batch.hits.insert(batch.hits.end(), once.begin(), once.end());
  std::vector<std::uint8_t> packed;
  klikspor::pack_hits(batch, 0, packed);
  const auto before = klikspor::unpack_hits(packed);
  check(before.has_value());
  HitBatch after = *before;
  judge.rejudge(after);
  check(after.hits.size() == before->hits.size());
  for (std::size_t i = 0; i < after.hits.size(); ++i) {
    const auto& hit = before->hits[i];
    const auto& anew = after.hits[i];
    if (hit.hit_class == HitClass::test) {
      check(anew.hit_class == HitClass::test && after.reasons[anew.reason] == before->reasons[hit.reason]);
      continue;
    }
    const auto verdict = judge.judge(before->agents[hit.agent], hit.signals, hit.asn);
    check(anew.hit_class == verdict.hit_class && after.reasons[anew.reason] == verdict.reason);
    check(anew.rules == judge.version() && anew.at_ms == hit.at_ms && anew.recipient == hit.recipient);
  }
  std::vector<std::uint8_t> again;
  check(klikspor::pack_hits(after, 0, again, klikspor::longest_batch) == after.hits.size());
}

std::vector<Rule> rules_from(Input& input, std::string_view agent) {
  std::vector<Rule> rules(input.octet() % 8U);
  for (Rule& rule : rules) {
    rule.flags = input.octet() & 31U;
    rule.level = input.octet() % 4U;
    rule.verdict = static_cast<std::uint8_t>(input.octet() % verdicts.size());
    // Written out, or a piece of the agent: what never occurs tells nothing.
    const std::uint8_t start = input.octet();
    const std::uint8_t length = input.octet();
    if (start < agent.size()) {
      rule.token = agent.substr(start, 1 + length % 32U);
    } else {
      rule.token = input.text().substr(0, 128);
    }
    std::replace(rule.token.begin(), rule.token.end(), '\n', '_');
    if (rule.token.empty()) rule.token = "-";
    // As the file has them.
    if ((rule.flags & exact_case) == 0) std::transform(rule.token.begin(), rule.token.end(), rule.token.begin(), small);
  }
  return rules;
}

}  // namespace

std::vector<Octets> seeds() {
  const Octets file = file_of({{"bot", word_end, 2, 1}, {"WhatsApp", at_start | exact_case, 3, 2}}, {3292, 16509});
  Octets loaded{1};
  put_text(loaded, "Mozilla/5.0 (Linux; Android 10; K bot) AppleWebKit/537.36 Chrome/141.0.0.0 Mobile Safari/537.36");
  put(loaded, file.size(), 2);
  loaded.insert(loaded.end(), file.begin(), file.end());
  put_batch(loaded);

  Octets written{0};
  put_text(written, "Mozilla/5.0 (compatible; Examplebot/2.1)");
  put(written, 2, 1);
  written.insert(written.end(), {word_end, 2, 1, 32, 2});
  written.insert(written.end(), {at_start, 1, 2, 255, 0});
  put_text(written, "mozilla");
  put_batch(written);
  Octets full = written;
  full[0] = 0x70;
  return {loaded, written, full};
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Input input(data, size);
  const std::uint8_t kind = input.octet();
  const bool is_stored = (kind & 1U) != 0;
  const bool is_full = (kind & 0xFEU) == 0x70U;
  const std::string_view agent = input.text();
  if (is_stored) {
    const auto octets = input.octets(input.number(2));
    const auto judge = Judge::load(octets);
    if (!judge) return 0;
    const auto verdict = judge->judge(agent, 0, 16509);
    check(static_cast<std::size_t>(verdict.hit_class) < klikspor::hit_classes);
    check(verdict.reason.size() <= klikspor::longest_reason);
    check_batch(*judge, batch_from(input), is_full);
    return 0;
  }
  const std::vector<Rule> rules = rules_from(input, agent);
  const Octets file = file_of(rules, {});
  const auto judge = Judge::load(file);
  check(judge.has_value() && judge->version() == 20261129);
  check_search(*judge, rules, agent);
  check_batch(*judge, batch_from(input), is_full);
  return 0;
}
