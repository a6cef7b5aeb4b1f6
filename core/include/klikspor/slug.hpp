#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "klikspor/detail/siphash.hpp"

/// Slugs: the path token of a short link.
///
/// A recipient slug is a sealed number, so no row is stored per recipient:
///
///     plain = campaign * 2^24 + recipient * links_in_message + link          (`plain_of`, `slot_of`)
///     slug  = write(permute(slug_key, plain), alphabet, width)
///
/// Threat answered: somebody who holds any number of slugs (every recipient holds one) and asks the edge as often as
/// the network lets them. Without the key they can
///   - not tell which campaign, recipient or link a slug names, nor whether two slugs belong together;
///   - not compute another recipient's slug, nor enumerate: a guess hits a live slot with probability
///     live / 49^width, one in 33 million at width 8 with a million live slugs, and nearly every guess is refused by
///     its campaign number alone, before any storage is read;
///   - not carry a slug from one link host to another: keys are derived per domain, and the width is in every round.
/// Threats not answered here: a stolen key (it opens and forges every slug of its campaigns; keys have ranges so that
/// a new one can take over, and live in Worker secrets), a slug that its recipient passes on, and the timing of `open`,
/// which depends on the length of a token and on its signs, both known to the asker, but not on the key.
/// A slug is 45 or 50 bits: long enough against guessing online, not a secret to protect anything but a redirect and
/// an opt-out page. Ten rounds of SipHash-2-4 stand far above the proven bounds for the number of slugs of one
/// campaign.
namespace klikspor {

/// The 49 signs of a recipient slug, in the order of their value: digits and letters without vowels (a e i o u in both
/// cases: no accidental words) and without 0, 1 and l (look-alikes). All are one septet in the GSM-7 basic table.
inline constexpr std::string_view slug_alphabet = "23456789BCDFGHJKLMNPQRSTVWXYZbcdfghjkmnpqrstvwxyz";
static_assert(slug_alphabet.size() == 49);

/// Every campaign owns one block of this many plain numbers.
inline constexpr std::uint32_t slots_per_campaign = 1U << 24;

enum class SlugWidth : std::uint8_t { eight = 8, nine = 9 };

/// Campaign numbers 1 .. this fit a width: 1,980,836 or 97,061,013.
[[nodiscard]] std::uint32_t highest_campaign(SlugWidth width) noexcept;

/// Recipient indices 0 .. this, of a campaign whose messages have `links_in_message` (1 .. 2^24) links. It is the test
/// recipient: the composer's own trial clicks, in no report. So a list holds at most this many recipients.
[[nodiscard]] constexpr std::uint32_t test_recipient(std::uint32_t links_in_message) noexcept {
  return slots_per_campaign / links_in_message - 1;
}

/// What a plain number names within its campaign.
struct Slot {
  std::uint32_t recipient = 0;
  std::uint32_t link = 0;  ///< below `links_in_message`
  friend bool operator==(const Slot&, const Slot&) = default;
};

/// The plain number of a slot: below 2^51 for the campaigns of either width, so a double holds it. `links_in_message`
/// is 1 .. 2^24, and the recipient at most `test_recipient` of it.
[[nodiscard]] constexpr std::uint64_t plain_of(std::uint32_t campaign, Slot slot,
                                               std::uint32_t links_in_message) noexcept {
  return std::uint64_t{campaign} * slots_per_campaign + std::uint64_t{slot.recipient} * links_in_message + slot.link;
}

/// The inverse: the campaign of a plain number, and the slot within it. Whether that campaign has so many recipients is
/// the caller's to ask.
[[nodiscard]] constexpr std::uint64_t campaign_of(std::uint64_t plain) noexcept {
  return plain / slots_per_campaign;
}
[[nodiscard]] constexpr Slot slot_of(std::uint64_t plain, std::uint32_t links_in_message) noexcept {
  const auto within = static_cast<std::uint32_t>(plain % slots_per_campaign);
  return {within / links_in_message, within % links_in_message};
}

/// A path token as it was before a phone or a person took signs from around it into the link: its escapes read (RFC
/// 3986, 6.2.2.2), and without the signs behind its last letter or digit, which `beside_link` calls harmless. No slug
/// ends in one, so nothing that is told apart becomes the same: `Xk7Rm2Pq).`, `Xk7Rm2Pq%E2%80%8E` and `%58k7Rm2Pq` are
/// `Xk7Rm2Pq`. Linear in the token.
[[nodiscard]] std::string bare_token(std::string_view path_token);

/// One key and the campaigns it seals, both ends included.
struct SlugKey {
  detail::SipKey key;
  std::uint32_t from = 1;
  std::uint32_t to = 0xffffffffU;
};

/// Seals and opens the slugs of one link host.
class Sealer {
 public:
  /// `keys` newest first; where ranges overlap, the first counts. `highest`: the highest campaign number that may
  /// exist; above it nothing opens. Number 0 is never a campaign.
  Sealer(SlugWidth width, std::vector<SlugKey> keys, std::uint32_t highest);

  /// The plain number behind a path token, or -1: forged, mistyped or never issued. At most 2^51, so a double holds it.
  /// What stands behind it is ignored, and escapes are read (`bare_token`). Costs one inverse permutation a key.
  [[nodiscard]] std::int64_t open(std::string_view path_token) const noexcept;

  /// Writes `width` signs to `out`; false (and nothing written) if no key seals this campaign or it is above the
  /// highest number the width holds. Sealing is not bound by `highest`.
  [[nodiscard]] bool seal(std::uint64_t plain, char* out) const noexcept;

  /// Writes the slugs of `count` slots from `first_plain` on, nothing between them. All in one campaign.
  [[nodiscard]] bool seal_run(std::uint64_t first_plain, std::uint32_t count, char* out) const noexcept;

  [[nodiscard]] SlugWidth width() const noexcept { return width_; }

 private:
  [[nodiscard]] const SlugKey* key_of(std::uint64_t campaign) const noexcept;

  SlugWidth width_;
  std::uint32_t highest_;
  std::vector<SlugKey> keys_;
};

/// Writes a slug of the right shape for a preview to `out` (`width` signs), the same each time for the same recipient
/// and link (the lowest 8 bits of it). Sealed with a public key that no link host uses: it opens by the chance of any
/// guess only.
void sample_slug(SlugWidth width, std::uint32_t recipient, std::uint32_t link, char* out) noexcept;
[[nodiscard]] std::string sample_slug(SlugWidth width, std::uint32_t recipient, std::uint32_t link);

/// Why a chosen slug is refused.
enum class VanityRefusal : std::uint8_t {
  none,
  empty,
  too_long,       ///< over 64
  bad_character,  ///< other than a-z 0-9 and - inside (a phone leaves a closing - outside the link)
  reserved,       ///< a path that the worker answers itself
  shape,          ///< reads as a recipient slug: 8 or 9 signs of the slug alphabet
};

/// Empty for `none`, else a stable name such as "vanity-too-long".
[[nodiscard]] std::string_view name_of(VanityRefusal refusal) noexcept;

/// Judges a vanity slug, given as octets. Any text is accepted.
[[nodiscard]] VanityRefusal check_vanity_slug(std::string_view slug) noexcept;

}  // namespace klikspor
