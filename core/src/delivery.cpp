#include "klikspor/delivery.hpp"

#include <algorithm>
#include <charconv>
#include <string>

namespace klikspor {
namespace {

struct Word {
  std::string_view text;
  Delivery state;
};

using enum Delivery;

/// In lower case and without anything between letters and digits, in the order of octets. Sources, read 2026-11-29:
/// - Twilio, "Message status" and error dictionary: queued accepted scheduled sending sent delivered undelivered failed
/// canceled
///   read; 21610, 30003 to 30008.
/// - GatewayAPI, status notifications: SCHEDULED BUFFERED ENROUTE ACCEPTED UNKNOWN DELIVERED EXPIRED DELETED
/// UNDELIVERABLE
///   REJECTED SKIPPED.
/// - inMobile, MessageStateCode of its .NET client: Unknown Delivered Failed Cancelled.
/// - Sinch, delivery reports: Queued Dispatched Aborted Cancelled Rejected Deleted Delivered Failed Expired Unknown.
/// - Vonage, delivery receipts: delivered expired failed rejected accepted buffered unknown.
/// - SMPP 3.4, appendix B, and 5.0, 4.7.15: ENROUTE DELIVRD EXPIRED DELETED UNDELIV ACCEPTD UNKNOWN REJECTD SKIPPED.
/// - OMA OneAPI: DeliveredToTerminal DeliveredToNetwork DeliveryImpossible DeliveryUncertain MessageWaiting.
/// - Danish, Norwegian and Swedish: the same in plain words.
constexpr auto words = std::to_array<Word>({
    {"21610", blocked},
    {"30003", expired},
    {"30004", blocked},
    {"30005", no_such_number},
    {"30006", no_such_number},
    {"30007", refused},
    {"30008", failed},
    {"aborted", refused},
    {"acceptd", open},
    {"accepted", open},
    {"afleveret", delivered},
    {"afsendt", open},
    {"afventer", open},
    {"afvist", refused},
    {"annulleret", refused},
    {"avvisad", refused},
    {"avvist", refused},
    {"blacklisted", blocked},
    {"blocked", blocked},
    {"blokeret", blocked},
    {"buffered", open},
    {"canceled", refused},
    {"cancelled", refused},
    {"deleted", refused},
    {"delivered", delivered},
    {"deliveredtohandset", delivered},
    {"deliveredtonetwork", open},
    {"deliveredtoterminal", delivered},
    {"deliveryfailed", failed},
    {"deliveryimpossible", failed},
    {"deliveryuncertain", open},
    {"delivrd", delivered},
    {"dispatched", open},
    {"enroute", open},
    {"expired", expired},
    {"failed", failed},
    {"feilet", failed},
    {"fejlet", failed},
    {"fejlnummer", no_such_number},
    {"ikkeleveret", failed},
    {"ikkelevert", failed},
    {"intelevererad", failed},
    {"invalidnumber", no_such_number},
    {"kansellert", refused},
    {"levererad", delivered},
    {"leveret", delivered},
    {"levert", delivered},
    {"messagewaiting", open},
    {"misslyckad", failed},
    {"nosuchnumber", no_such_number},
    {"notdelivered", failed},
    {"optedout", blocked},
    {"pending", open},
    {"queued", open},
    {"read", delivered},
    {"rejectd", refused},
    {"rejected", refused},
    {"scheduled", open},
    {"sending", open},
    {"sendt", open},
    {"sent", open},
    {"skickad", open},
    {"skipped", refused},
    {"submitted", open},
    {"udløbet", expired},
    {"ugyldigtnummer", no_such_number},
    {"ukendt", open},
    {"ukjent", open},
    {"undeliv", failed},
    {"undeliverable", failed},
    {"undelivered", failed},
    {"unknown", open},
    {"unknownsubscriber", no_such_number},
    {"unsubscribed", blocked},
    {"utløpt", expired},
});

constexpr bool before(const Word& a, const Word& b) {
  return a.text < b.text;
}

/// A longer text is none of them.
constexpr std::size_t longest_word = 256;

/// Letters and digits alone, in lower case: those of ASCII, and of UTF-8 those with two octets as Danish has them.
std::string bare(std::string_view written) {
  std::string out;
  for (std::size_t at = 0; at < written.size(); ++at) {
    const auto octet = static_cast<unsigned char>(written[at]);
    if (octet >= 'A' && octet <= 'Z') {
      out.push_back(static_cast<char>(octet + ('a' - 'A')));
    } else if (octet == 0xc3 && at + 1 < written.size()) {
      const auto next = static_cast<unsigned char>(written[++at]);
      out.push_back(static_cast<char>(octet));
      out.push_back(static_cast<char>(next >= 0x80 && next <= 0x9e ? next + 0x20 : next));
    } else if ((octet >= 'a' && octet <= 'z') || (octet >= '0' && octet <= '9') || (octet >= 0x80 && octet != 0xc2)) {
      out.push_back(static_cast<char>(octet));
    }
  }
  return out;
}

/// The word behind `stat:` of a receipt; without one all of it.
std::string_view told_state(std::string_view written) {
  constexpr std::string_view key = "stat:";
  const std::size_t at = written.find(key);
  if (at == std::string_view::npos) return written;
  const std::string_view rest = written.substr(at + key.size());
  return rest.substr(0, rest.find(' '));
}

std::optional<Delivery> inmobile_state(int code) {
  switch (code) {
    case 0: return open;
    case 1: return delivered;
    case -1: return failed;
    case -2: return refused;
    default: return std::nullopt;
  }
}

/// A set of bits (Kannel user guide, "dlr-mask"): 34 is failed because expired.
std::optional<Delivery> kannel_state(int code) {
  constexpr int highest = 63;
  if (code <= 0 || code > highest) return std::nullopt;
  const auto bits = static_cast<unsigned>(code);
  if ((bits & 1U) != 0) return delivered;
  if ((bits & 16U) != 0) return refused;
  if ((bits & 32U) != 0) return expired;
  return (bits & 2U) != 0 ? failed : open;
}

/// message_state (SMPP 3.4, 5.2.28; 5.0, 4.7.15).
std::optional<Delivery> smpp_state(int code) {
  constexpr auto states =
      std::to_array<Delivery>({open, open, delivered, expired, refused, failed, open, open, refused, refused});
  if (code < 0 || static_cast<std::size_t>(code) >= states.size()) return std::nullopt;
  return states[static_cast<std::size_t>(code)];
}

std::optional<int> number_in(std::string_view written) {
  while (!written.empty() && written.front() == ' ') written.remove_prefix(1);
  while (!written.empty() && written.back() == ' ') written.remove_suffix(1);
  int number = 0;
  const auto [end, error] = std::from_chars(written.data(), written.data() + written.size(), number);
  if (error != std::errc() || end != written.data() + written.size()) return std::nullopt;
  return number;
}

constexpr std::string_view signs = "ofernbd";
static_assert(signs.size() == deliveries);

unsigned packed_at(std::span<const std::uint8_t> packed, std::size_t index) {
  if (index / 2 >= packed.size()) return 0;
  return (unsigned{packed[index / 2]} >> (4 * (index % 2))) & 15U;
}

void put(PackedDeliveries& packed, std::size_t index, unsigned state) {
  const unsigned shift = 4 * static_cast<unsigned>(index % 2);
  std::uint8_t& octet = packed[index / 2];
  octet = static_cast<std::uint8_t>((octet & ~(15U << shift)) | (state << shift));
}

}  // namespace

static_assert(std::is_sorted(words.begin(), words.end(), before));

std::optional<Delivery> delivery_of(std::string_view written, StateCodes codes) {
  if (written.size() > longest_word) return std::nullopt;
  written = told_state(written);
  if (const auto number = number_in(written)) {
    std::optional<Delivery> state;
    switch (codes) {
      case StateCodes::none: break;
      case StateCodes::inmobile: state = inmobile_state(*number); break;
      case StateCodes::kannel: state = kannel_state(*number); break;
      case StateCodes::smpp: state = smpp_state(*number); break;
    }
    if (state) return state;
  }
  const std::string text = bare(written);
  const auto* const found = std::lower_bound(words.begin(), words.end(), Word{text, open}, before);
  if (found == words.end() || found->text != text) return std::nullopt;
  return found->state;
}

char sign_of(Delivery state) noexcept {
  return signs[static_cast<std::size_t>(state)];
}

std::optional<std::size_t> take_deliveries(PackedDeliveries& packed, std::string_view states, std::uint32_t first,
                                           std::uint32_t shards, std::uint32_t shard) {
  if (states.find_first_not_of(signs) != std::string_view::npos) return std::nullopt;
  std::size_t changed = 0;
  // The first of this shard's recipients among them.
  const std::size_t begin = (shard + shards - first % shards) % shards;
  for (std::size_t at = begin; at < states.size(); at += shards) {
    const auto state = static_cast<unsigned>(signs.find(states[at]));
    const std::size_t index = (first + at) / shards;
    if (state <= packed_at(packed, index)) continue;
    if (packed.size() <= index / 2) packed.resize(index / 2 + 1);
    put(packed, index, state);
    ++changed;
  }
  return changed;
}

void forget_delivery(PackedDeliveries& packed, std::uint32_t recipient, std::uint32_t shards) {
  const std::size_t index = recipient / shards;
  if (index / 2 < packed.size()) put(packed, index, static_cast<unsigned>(open));
}

DeliveryCounts count_deliveries(std::span<const std::uint8_t> packed) {
  DeliveryCounts counts{};
  for (const std::uint8_t octet : packed)
    for (const unsigned state : {octet & 15U, unsigned{octet} >> 4})
      if (state < deliveries) ++counts[state];
  return counts;
}

std::vector<std::uint8_t> recipients_in(std::span<const std::uint8_t> packed, std::uint32_t states) {
  std::vector<std::uint8_t> bitmap((packed.size() + 3) / 4);
  for (std::size_t index = 0; index < packed.size() * 2; ++index)
    if ((states >> packed_at(packed, index) & 1U) != 0)
      bitmap[index / 8] = static_cast<std::uint8_t>(bitmap[index / 8] | (1U << (index % 8)));
  return bitmap;
}

std::vector<std::uint8_t> join_bitmaps(std::span<const std::vector<std::uint8_t>> shards, std::uint32_t recipients) {
  std::vector<std::uint8_t> joined((recipients + 7) / 8);
  for (std::size_t shard = 0; shard < shards.size(); ++shard) {
    const std::vector<std::uint8_t>& own = shards[shard];
    for (std::size_t recipient = shard, index = 0; recipient < recipients && index / 8 < own.size();
         recipient += shards.size(), ++index)
      if ((unsigned{own[index / 8]} >> (index % 8) & 1U) != 0)
        joined[recipient / 8] = static_cast<std::uint8_t>(joined[recipient / 8] | (1U << (recipient % 8)));
  }
  return joined;
}

Reached reach_of(std::uint64_t sent, const DeliveryCounts& counts) noexcept {
  Reached reach;
  reach.delivered = counts[static_cast<std::size_t>(delivered)];
  for (auto state = static_cast<std::size_t>(failed); state < static_cast<std::size_t>(delivered); ++state)
    reach.failed += counts[state];
  const std::uint64_t told = reach.delivered + reach.failed;
  // More than were sent anything: those that a limit left out may stand in a gateway's file all the same.
  reach.open = sent > told ? sent - told : 0;
  constexpr std::uint64_t most_open = 10;
  reach.is_delivered = reach.delivered > 0 && reach.open * most_open <= sent;
  reach.recipients = reach.is_delivered ? reach.delivered : sent;
  return reach;
}

}  // namespace klikspor
