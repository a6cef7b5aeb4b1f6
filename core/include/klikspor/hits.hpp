#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Hits and the batch, their unit of delivery: gathered in one isolate for one shard of one campaign, packed into one
/// row, delivered as often as it takes under one id.
namespace klikspor {

/// What a hit is. Only `human` is a click. The values are stored: added to, never changed.
enum class HitClass : std::uint8_t { human, preview, scanner, prefetch, head, test };
inline constexpr std::size_t hit_classes = 6;

/// One request for a slug. Laid out so that a flat array of them can be handed in from outside: 40 octets.
struct Hit {
  std::int64_t at_ms = 0;  ///< Unix time, 0 .. 2^53
  std::uint32_t recipient = 0;
  std::uint32_t link = 0;     ///< below 2^24
  std::uint32_t rules = 0;    ///< version of the visitor rules that judged it
  std::uint32_t agent = 0;    ///< index into the batch's user agents
  std::uint32_t reason = 0;   ///< index into the batch's reasons
  std::uint32_t asn = 0;      ///< autonomous system, 0: unknown
  std::uint16_t country = 0;  ///< see pack_country
  std::uint16_t signals = 0;  ///< what the judge saw beside the agent, see visitor.hpp
  HitClass hit_class = HitClass::human;

  friend bool operator==(const Hit&, const Hit&) = default;
};
static_assert(sizeof(Hit) == 40);

/// Two signs 0-9 A-Z (ISO 3166-1 alpha-2, and `T1` for Tor) as 1 .. 1296; 0 for anything else.
[[nodiscard]] std::uint16_t pack_country(std::string_view country) noexcept;
inline constexpr std::uint16_t highest_country = 36 * 36;
/// The two signs of a packed country; empty for 0.
[[nodiscard]] std::string country_name(std::uint16_t country);

/// Texts are views: into the caller's memory before packing, into the packed octets after unpacking.
struct HitBatch {
  std::vector<std::string_view> agents;   ///< different user agents, UTF-8
  std::vector<std::string_view> reasons;  ///< different reasons
  std::vector<Hit> hits;
  std::uint32_t attempts = 0;  ///< deliveries tried before the one that arrived
  std::uint32_t detours = 0;   ///< how many of them went through the queue
};

/// A link that no campaign has: what stands on it is nobody's, and is never counted.
inline constexpr std::uint32_t no_link = 127;

/// The front of a packed batch, cheap to read.
struct BatchHeader {
  std::uint32_t attempts = 0;
  std::uint32_t detours = 0;
  std::uint32_t hits = 0;
  std::int64_t first_ms = 0;
  std::int64_t last_ms = 0;
};

inline constexpr std::size_t longest_batch = 65536;  ///< octets of a packed batch
/// What new batches are filled to. The rest is room for other reasons when newer rules judge the hits anew.
inline constexpr std::size_t longest_packing = longest_batch - 2048;
inline constexpr std::size_t longest_agent = 1024;  ///< octets kept of a user agent, cut at a character
inline constexpr std::size_t longest_reason = 64;
inline constexpr std::uint32_t most_deliveries = 255;  ///< attempts and detours stay there

/// Packs the hits from index `first` on into `out` (replaced), as many as fit in `limit` octets, and returns
/// how many that were: at least one if there is one. Agents and reasons that these hits do not name are left out. Every
/// index must lie in its table. Linear; typically 12 octets a hit.
std::size_t pack_hits(const HitBatch& batch, std::size_t first, std::vector<std::uint8_t>& out,
                      std::size_t limit = longest_packing);

/// The batch packed without a recipient: of each of these hits a place is left, on `no_link`, because others are told
/// by theirs (`ScannedHit`). Of texts, those that other hits name. Empty: the batch holds none of the recipient's.
/// Linear.
[[nodiscard]] std::vector<std::uint8_t> without_recipient(HitBatch batch, std::uint32_t recipient);

/// Null unless `octets` are a whole batch of a version this build reads: checksum, table indices and lengths are
/// tested. The result's texts live as long as `octets`.
[[nodiscard]] std::optional<HitBatch> unpack_hits(std::span<const std::uint8_t> octets);

/// Null unless the version is known and the checksum right.
[[nodiscard]] std::optional<BatchHeader> read_batch_header(std::span<const std::uint8_t> octets) noexcept;

/// Writes other delivery counts into a packed batch; the batch stays the same otherwise. False as above.
[[nodiscard]] bool stamp_batch(std::span<std::uint8_t> octets, std::uint32_t attempts, std::uint32_t detours) noexcept;

}  // namespace klikspor
