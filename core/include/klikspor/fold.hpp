#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "klikspor/device.hpp"
#include "klikspor/hits.hpp"

/// Folding: hits become a shard's totals.
namespace klikspor::detail {
class OctetReader;
}

namespace klikspor {

enum class LinkKind : std::uint8_t { destination, opt_out };

/// What the fold needs to know of a campaign; frozen at publish.
struct CampaignShape {
  std::uint32_t recipients = 0;
  std::vector<LinkKind> links;  ///< in order
  std::uint32_t shards = 1;     ///< at least 1; a recipient's shard is recipient % shards
  std::uint32_t shard = 0;
  bool aggregate = false;  ///< no recipient is known, nothing is unique
  std::int64_t published_at_ms = 0;
};

struct LinkTotals {
  std::array<std::uint64_t, hit_classes> hits{};
  std::uint64_t unique = 0;  ///< recipients with at least one human hit
};

/// Human hits on destination links of one hour or one country.
struct ClickRow {
  std::uint32_t key = 0;  ///< hours since publishing, or the country as pack_country
  std::uint64_t clicks = 0;
  std::uint64_t first = 0;  ///< recipients whose first click it was; of countries 0
};

/// Absolute totals of one shard, or of several added up: shards partition recipients, so sums of uniques are exact.
struct Totals {
  std::vector<LinkTotals> links;
  std::uint64_t clickers = 0;       ///< recipients with at least one human hit on any destination link
  std::uint64_t openers = 0;        ///< the same on any opt-out link
  std::vector<ClickRow> timeline;   ///< by hour, ascending
  std::vector<ClickRow> countries;  ///< by country, ascending; unknown countries left out
  std::array<std::uint64_t, devices> device{};
  std::int64_t last_hit_ms = 0;

  /// Adds another shard's totals; missing links count as 0.
  void add(const Totals& other);
};

/// Hits before publishing fall in hour 0, those later than a year in this hour: the timeline is bounded.
inline constexpr std::uint32_t last_hour = 366 * 24;

/// All links of a recipient's message within this time are not a person's doing.
inline constexpr std::int64_t scan_window_ms = 2000;

/// A hit this much younger than the settle limit comes from a clock that jumped and is settled at once, or it would
/// wait for a day that is not near.
inline constexpr std::int64_t clock_jump_ms = 60000;

/// Hits taken in and not counted yet.
struct WaitingHits {
  std::uint64_t hits = 0;
  std::int64_t first_ms = 0;  ///< 0: none
};

/// The same, read from the front of a saved state. Null: damaged or of another version.
[[nodiscard]] std::optional<WaitingHits> read_waiting(std::span<const std::uint8_t> state) noexcept;

/// The folded state of one shard of one campaign. Test recipient and machine hits are kept by class and never clicks;
/// human hits on opt-out links are pages opened, never clicks. Hits on a link or recipient that the shape does not have
/// are left out: the worker refuses such slugs before they become hits.
class ShardState {
 public:
  explicit ShardState(CampaignShape shape);

  /// The state that `save` wrote for the same shape; empty octets are the empty state. Null: damaged, of another shape
  /// or of another version.
  [[nodiscard]] static std::optional<ShardState> load(std::span<const std::uint8_t> octets, CampaignShape shape);
  [[nodiscard]] std::vector<std::uint8_t> save() const;

  /// Takes a batch in; `settle` or `settle_all` counts it. The batch's texts are not needed afterwards.
  void take(const HitBatch& batch);

  /// Counts all hits that wait, each by its class.
  void settle_all();

  /// Counts the hits before `limit_ms`. Before that, human hits of a recipient that reach all links of a message of two
  /// links or more within `scan_window_ms` become a scanner's. Later hits wait; those just counted are remembered for
  /// one window, because a hit still to come may complete a scan with them (it alone then becomes a scanner's).
  void settle(std::int64_t limit_ms);

  [[nodiscard]] Totals totals() const;
  [[nodiscard]] WaitingHits waiting() const noexcept;

 private:
  struct Waiting {
    std::int64_t at_ms = 0;
    std::uint32_t recipient = 0;
    std::uint32_t link = 0;
    std::uint16_t country = 0;
    HitClass hit_class = HitClass::human;
    Device device = Device::other;
    bool counted = false;
    bool scan = false;  ///< part of a scan: a scanner's hit, though by itself it looked like a person's
  };
  /// One bit a recipient of this shard.
  using Bitmap = std::vector<std::uint8_t>;

  [[nodiscard]] bool is_ours(const Hit& hit) const noexcept;
  [[nodiscard]] bool is_marked(const Bitmap& bitmap, std::uint32_t recipient) const;
  bool mark(Bitmap& bitmap, std::uint32_t recipient) const;
  void count(const Waiting& hit);
  void count_click(const Waiting& hit);
  /// Human hits of the recipients that may have followed all links of a message.
  [[nodiscard]] std::vector<Waiting*> scan_suspects();
  void find_scans();
  [[nodiscard]] std::vector<Waiting*> in_time();
  [[nodiscard]] static bool by_time(const Waiting* a, const Waiting* b) noexcept;
  [[nodiscard]] static bool by_recipient_and_time(const Waiting* a, const Waiting* b) noexcept;
  /// One sort for both orders, and a small one: every browser downloads it.
  static void sort(std::vector<Waiting*>& hits, bool (*order)(const Waiting*, const Waiting*));
  [[nodiscard]] bool load_totals(detail::OctetReader& from);
  [[nodiscard]] bool load_waiting(detail::OctetReader& from);

  CampaignShape shape_;
  Totals totals_;
  std::vector<Bitmap> link_clickers_;
  Bitmap clickers_;
  Bitmap openers_;
  std::vector<Waiting> waiting_;
};

}  // namespace klikspor
