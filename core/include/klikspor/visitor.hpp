#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "klikspor/detail/token_search.hpp"
#include "klikspor/device.hpp"
#include "klikspor/hits.hpp"

/// Who asked for a link: a person, or one of the machines that look at links.
///
/// In this order, and the first that knows decides: method, prefetch headers, user agent, no user agent, shape of the
/// request, network. (The test recipient comes before all of them; the slug tells.) The rules never look at an address:
/// a mobile carrier puts thousands of people behind one. They change what is counted, never what is answered.
namespace klikspor {

/// What the rules see of a request beside its user agent, as bits. Stored with every hit: added to, never changed.
enum Signal : std::uint16_t {
  signal_method_head = 1U << 0,
  signal_method_other = 1U << 1,  ///< neither GET nor HEAD
  signal_prefetch = 1U << 2,      ///< Sec-Purpose, Purpose, X-Purpose or X-Moz say so
  signal_language = 1U << 3,      ///< Accept-Language is there
  signal_accept_any = 1U << 4,    ///< Accept is just */*
  signal_accept_page = 1U << 5,   ///< Accept names text/html
  signal_navigate = 1U << 6,      ///< Sec-Fetch-Mode: navigate
  signal_no_navigate = 1U << 7,   ///< Sec-Fetch-Mode says anything else
};

struct Header {
  std::string_view name;  ///< lower case
  std::string_view value;
};

/// All that the rules look at, beside method and user agent.
inline constexpr std::array<std::string_view, 7> judged_headers = {
    "accept", "accept-language", "purpose", "sec-fetch-mode", "sec-purpose", "x-moz", "x-purpose"};

/// Headers other than `judged_headers` are ignored.
[[nodiscard]] std::uint16_t signals_of(std::string_view method, std::span<const Header> headers) noexcept;

struct Verdict {
  HitClass hit_class = HitClass::human;
  std::string_view reason;  ///< stable kebab-case name of the rule; lives as long as the judge's rules
};

/// The visitor rules of one data file (written by scripts/make-visitor-rules.ts).
class Judge {
 public:
  /// Null: not a rules file of this format. `rules` must outlive the judge. Builds a search tree of about 24 octets a
  /// sign of all tokens.
  [[nodiscard]] static std::optional<Judge> load(std::span<const std::uint8_t> rules);

  /// Date of the rules as a number, such as 20261123.
  [[nodiscard]] std::uint32_t version() const noexcept { return version_; }

  /// One pass over the user agent (its first 1,024 octets, which is what a batch keeps). Where a browser of Android
  /// names the phone (`Android 7.0; M bot 54 Build/NRD90M) AppleWebKit/… Safari/…`), only rules that end all doubt
  /// count: makers call phones Bot, Spider and Ruby. A crawler that imitates a phone names itself elsewhere. Where an
  /// add-on wrote an address behind a browser's agent (`Safari/537.36 https://…`, `| Initiator: https://…`), that it is
  /// one says nothing. Allocates nothing.
  [[nodiscard]] Verdict judge(std::string_view agent, std::uint16_t signals, std::uint32_t asn) const noexcept;

  /// Judges every hit of a batch anew, each user agent once; hits of class test keep class and reason. The batch's
  /// reasons are replaced. What `pack_hits` had packed within `longest_packing` still fits into `longest_batch`.
  void rejudge(HitBatch& batch) const;

 private:
  enum Flag : std::uint8_t {
    at_start = 1,
    at_end = 2,
    word_start = 4,
    word_end = 8,
    exact_case = 16,
    in_phone_name = 32,   ///< counts where the agent names its phone, too
    not_in_address = 64,  ///< does not count in an address that an add-on wrote behind the agent
  };
  struct Rule {
    std::string_view token;
    std::uint8_t flags = 0;
    std::uint8_t level = 0;
    std::uint8_t verdict = 0;
  };

  [[nodiscard]] bool applies(const Rule& rule, std::string_view agent, std::size_t end) const noexcept;
  [[nodiscard]] const Verdict& agent_verdict(std::string_view agent) const noexcept;
  [[nodiscard]] Verdict judge(const Verdict& by_agent, bool has_agent, std::uint16_t signals,
                              std::uint32_t asn) const noexcept;

  std::uint32_t version_ = 0;
  std::vector<Verdict> verdicts_;  ///< the first is that of agents no rule knows
  std::vector<Rule> rules_;
  std::vector<std::uint32_t> networks_;  ///< autonomous systems, ascending
  detail::TokenSearch search_;
};

}  // namespace klikspor
