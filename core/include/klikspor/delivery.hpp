#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

/// What became of a campaign's messages, as gateways say it afterwards.
namespace klikspor {

/// What is known of one recipient's message. The values are stored: added to, never changed. Of two that are told of
/// one recipient the higher stands, whichever came first: files come in any order and more than once, and whom a
/// message has reached it has reached.
enum class Delivery : std::uint8_t {
  open,            ///< nothing is known: on its way, or the gateway does not know either
  failed,          ///< not delivered, no reason told
  expired,         ///< the phone was not reached in time
  refused,         ///< by gateway or network, or cancelled before it was sent
  no_such_number,  ///< nobody has the number, or it takes no messages
  blocked,         ///< the recipient is on a list of those who want none
  delivered,
};
inline constexpr std::size_t deliveries = 7;
/// How many messages are in each state, by its value.
using DeliveryCounts = std::array<std::uint64_t, deliveries>;

/// Whose numbers a file means where it writes states as numbers: they contradict each other.
enum class StateCodes : std::uint8_t { none, inmobile, kannel, smpp };

/// A state as a gateway's file writes it, in UTF-8: a word of Twilio, GatewayAPI, inMobile, Sinch, Vonage or SMPP, a
/// plain one in English, Danish, Norwegian or Swedish, a receipt of SMPP (`… stat:DELIVRD err:000 …`), an error code of
/// Twilio, or, if `codes` says whose, a number. Case, spaces and punctuation do not count. Null: not one that is known;
/// somebody has to be asked. Sources stand beside the words.
[[nodiscard]] std::optional<Delivery> delivery_of(std::string_view written, StateCodes codes = StateCodes::none);

/// The sign that stands for a state where one stands for each recipient: the first letter of its name.
[[nodiscard]] char sign_of(Delivery state) noexcept;

/// States of the recipients of one shard, packed: half an octet each, the lower half first. Missing ones are open.
using PackedDeliveries = std::vector<std::uint8_t>;

/// Takes in what `signs` say of the recipients from `first` on, one each; those of other shards are passed over.
/// Returns how many states changed; null, and nothing is changed, if a sign is none. Linear in `signs`.
[[nodiscard]] std::optional<std::size_t> take_deliveries(PackedDeliveries& packed, std::string_view signs,
                                                         std::uint32_t first, std::uint32_t shards,
                                                         std::uint32_t shard);

/// Nothing is known of this recipient's message any more.
void forget_delivery(PackedDeliveries& packed, std::uint32_t recipient, std::uint32_t shards);

/// How many recipients of a shard are in each state; of the open ones only those that stand there.
[[nodiscard]] DeliveryCounts count_deliveries(std::span<const std::uint8_t> packed);

/// The recipients of a shard who are in one of these states (bit n: state n), a bit each, the lowest first.
[[nodiscard]] std::vector<std::uint8_t> recipients_in(std::span<const std::uint8_t> packed, std::uint32_t states);

/// Bitmaps of the shards of a campaign, in their order, as one of the whole list. Missing octets are zeros; bits of
/// recipients that the campaign does not have are left out.
[[nodiscard]] std::vector<std::uint8_t> join_bitmaps(std::span<const std::vector<std::uint8_t>> shards,
                                                     std::uint32_t recipients);

/// What rates divide by, and what is known of the messages.
struct Reached {
  bool is_delivered = false;     ///< `recipients` are those delivered to; else those sent to
  std::uint64_t recipients = 0;  ///< what rates divide by
  std::uint64_t delivered = 0;
  std::uint64_t failed = 0;  ///< for whatever reason
  std::uint64_t open = 0;
};

/// Rates divide by the delivered once no more than a tenth is open, and by the sent until then: of a file that says
/// little, few delivered would make any rate high. What is open then may lift the denominator by a ninth at most, and
/// is shown.
[[nodiscard]] Reached reach_of(std::uint64_t sent, const DeliveryCounts& counts) noexcept;

}  // namespace klikspor
