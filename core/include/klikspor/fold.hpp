#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "klikspor/device.hpp"
#include "klikspor/hits.hpp"
#include "klikspor/link_kind.hpp"
#include "klikspor/scan.hpp"

/// Folding: hits become a shard's totals.
namespace klikspor::detail {
class OctetReader;
class OctetWriter;
}  // namespace klikspor::detail

namespace klikspor {

/// The shard, below `shards` (at least 1), that counts a recipient's hits.
[[nodiscard]] constexpr std::uint32_t shard_of(std::uint32_t recipient, std::uint32_t shards) noexcept {
  return recipient % shards;
}

/// What the fold needs to know of a campaign; frozen at publish.
struct CampaignShape {
  std::uint32_t recipients = 0;
  std::vector<LinkKind> links;  ///< in order
  std::uint32_t shards = 1;     ///< at least 1; see `shard_of`
  std::uint32_t shard = 0;
  bool aggregate = false;  ///< no recipient is known, nothing is unique
  std::int64_t published_at_ms = 0;
};

struct LinkTotals {
  std::array<std::uint64_t, hit_classes> hits{};
  std::uint64_t unique = 0;  ///< recipients with at least one human hit
};

/// Human hits on destination links of one hour, minute or country.
struct ClickRow {
  std::uint32_t key = 0;  ///< hours or minutes since publishing, or the country as pack_country
  std::uint64_t clicks = 0;
  std::uint64_t first = 0;  ///< recipients whose first click it was; of countries 0
};

/// Hits that are counted as one class for one reason.
struct ReasonCount {
  HitClass hit_class = HitClass::human;
  std::string reason;       ///< of the visitor rules, or `scan_reason`; `other_reason` for those above `most_reasons`
  std::uint32_t rules = 0;  ///< version of the visitor rules that judged them; 0 for other reasons
  std::uint64_t hits = 0;
};

/// What the scan rule made a scanner's.
inline constexpr std::string_view scan_reason = "all-links-at-once";
/// A shard tells so many pairs of reason and rules apart; all others are one.
inline constexpr std::size_t most_reasons = 256;
inline constexpr std::string_view other_reason = "other";

/// Absolute totals of one shard, or of several added up: shards partition recipients, so sums of uniques are exact.
struct Totals {
  std::vector<LinkTotals> links;
  std::uint64_t clickers = 0;       ///< recipients with at least one human hit on any destination link
  std::uint64_t openers = 0;        ///< the same on any opt-out link
  std::vector<ClickRow> timeline;   ///< by hour, ascending
  std::vector<ClickRow> minutes;    ///< the same by minute, of the first two weeks; see `minutes_kept`
  std::vector<ClickRow> countries;  ///< by country, ascending; unknown countries left out
  std::array<std::uint64_t, devices> device{};
  std::vector<ReasonCount> reasons;  ///< by class, reason and rules, ascending; each once
  std::int64_t last_hit_ms = 0;

  /// Adds another shard's totals; missing links count as 0.
  void add(const Totals& other);
};

/// Hits before publishing fall in hour 0, those later than a year in this hour: the timeline is bounded.
inline constexpr std::uint32_t last_hour = 366 * 24;

/// Minutes are kept of so many since publishing: messages may go out days later. What comes after them, what a version
/// before 3 counted and what a copy brought back is known by the hour alone.
inline constexpr std::uint32_t minutes_kept = 14 * 24 * 60;

/// A hit this much younger than the settle limit comes from a clock that jumped and is settled at once, or it would
/// wait for a day that is not near.
inline constexpr std::int64_t clock_jump_ms = 60000;

/// Hits taken in and not counted yet.
struct WaitingHits {
  std::uint64_t hits = 0;
  std::int64_t first_ms = 0;  ///< 0: none
};

/// A hit that was counted as a scanner's because of the scan rule. Whoever keeps the batches keeps this beside them: it
/// says what became of the hit, and `ShardState::restore` needs it.
struct ScannedHit {
  std::uint64_t seq = 0;
  std::uint32_t index = 0;
  std::uint32_t recipient = 0;
};

/// Whether a hit of a raw batch is in the totals. The values cross to JavaScript.
enum class Standing : std::uint8_t {
  counted,
  waiting,   ///< taken in, not settled
  left_out,  ///< on a link or recipient that the campaign does not have: never counted
};

/// Why a hit is counted as another class than the rules said at the door.
enum class Change : std::uint8_t {
  none,
  scan,     ///< part of a scan
  cleared,  ///< part of a scan, until its recipient confirmed an opt-out
};

/// What a hit is counted as.
struct Outcome {
  HitClass hit_class = HitClass::human;
  Standing standing = Standing::counted;
  Change change = Change::none;
};

/// The folded state of one shard of one campaign. Test recipient and machine hits are kept by class and never clicks;
/// human hits on opt-out links are pages opened, never clicks. Hits on a link or recipient that the shape does not have
/// are left out: the worker refuses such slugs before they become hits.
class ShardState {
 public:
  explicit ShardState(CampaignShape shape);

  /// The state that `save` wrote for the same shape; empty octets are the empty state. Reads version 2 too, which kept
  /// neither minutes nor reasons, and version 1, whose hits wait without place, agent and network. Null: damaged, of
  /// another shape or of another version.
  [[nodiscard]] static std::optional<ShardState> load(std::span<const std::uint8_t> octets, CampaignShape shape);
  [[nodiscard]] std::vector<std::uint8_t> save() const;

  /// Takes a batch in; `settle` or `settle_all` counts it. The batch's texts are not needed afterwards. `seq` numbers
  /// the batch for `new_scans` and `outcomes`; 0 for whoever does not ask.
  void take(const HitBatch& batch, std::uint64_t seq = 0);

  /// Counts all hits that wait, each by its class.
  void settle_all();

  /// Counts the hits before `limit_ms`, those of a scan (see scan.hpp) as a scanner's. Later hits wait; those just
  /// counted are remembered for one window, because a hit still to come may complete a scan with them (it alone then
  /// becomes a scanner's).
  void settle(std::int64_t limit_ms);

  /// Hits counted as a scanner's by the scan rule since this was last asked: each is told once.
  [[nodiscard]] std::vector<ScannedHit> new_scans() { return std::exchange(scans_, {}); }

  /// The recipient is a person, whatever the scan rule says, from now on and for good: hits that wait are no scan any
  /// more. True if that is new; then hand what `new_scans` ever told of the recipient to `restore`, once.
  [[nodiscard]] bool clear(std::uint32_t recipient);

  /// Forgets all that was taken in and counted: whoever still has every batch takes them in anew, such as when other
  /// rules have judged them. Who was cleared stays so.
  void restart();

  /// Nothing is known of the recipient any more: who clicked is one fewer, and hits that wait are gone. Other sums are
  /// of nobody and stay as they are; whoever still has every batch counts anew instead, by `restart` and
  /// `without_recipient`.
  void forget(std::uint32_t recipient);

  /// Counts hits as a person's that were counted as a scanner's. A first click in an hour stays the first, even if an
  /// earlier one comes back.
  void restore(const HitBatch& batch, std::span<const std::uint16_t> scanned);

  /// Recipients of those clicks in a batch that came less than `soon_ms` (soon.hpp) after `from_ms`, one a click, as
  /// they are counted; `seq` and `scanned` as for `outcomes`.
  [[nodiscard]] std::vector<std::uint32_t> soon_clicks(const HitBatch& batch, std::uint64_t seq,
                                                       std::span<const std::uint16_t> scanned,
                                                       std::int64_t from_ms) const;

  /// What each hit of a batch that was taken in is counted as. `scanned`: what `new_scans` told of this batch.
  [[nodiscard]] std::vector<Outcome> outcomes(const HitBatch& batch, std::uint64_t seq,
                                              std::span<const std::uint16_t> scanned) const;

  /// Whether the recipient has a counted click. In aggregate campaigns nobody has.
  [[nodiscard]] bool has_clicked(std::uint32_t recipient) const;

  [[nodiscard]] Totals totals() const;

  /// The shard's recipients with at least one human hit on any destination link, or on the link given: a bit each, the
  /// lowest first; missing octets are zeros. Empty in aggregate campaigns, and for a link that there is not.
  [[nodiscard]] const std::vector<std::uint8_t>& clickers() const noexcept { return clickers_; }
  [[nodiscard]] std::vector<std::uint8_t> clickers(std::uint32_t link) const;

  [[nodiscard]] WaitingHits waiting() const noexcept;

 private:
  /// Of what `save` writes.
  static constexpr std::uint8_t version = 3;

  /// Why visitor rules of one version judged as they did, or the scan rule, and of how many hits of each class.
  struct Judgement {
    std::string reason;
    std::uint32_t rules = 0;
    std::array<std::uint64_t, hit_classes> hits{};
  };

  /// One bit a recipient of this shard.
  using Bitmap = std::vector<std::uint8_t>;

  [[nodiscard]] bool is_test(const Hit& hit) const noexcept;
  [[nodiscard]] bool is_ours(const Hit& hit) const noexcept;
  [[nodiscard]] bool is_marked(const Bitmap& bitmap, std::uint32_t recipient) const;
  bool mark(Bitmap& bitmap, std::uint32_t recipient) const;
  /// As `RecentHit` has it; made if it is new.
  [[nodiscard]] std::uint16_t judgement_of(std::string_view reason, std::uint32_t rules);
  /// Of each hit of a batch.
  [[nodiscard]] std::vector<std::uint16_t> judgements_of(const HitBatch& batch);
  void count(const RecentHit& hit);
  void count_person(const RecentHit& hit);
  void count_click(const RecentHit& hit);
  /// Hits of the recipients that may have followed all destinations of a message.
  [[nodiscard]] std::vector<RecentHit*> scan_suspects();
  void find_scans();
  /// The hits that are remembered in the order of time; empty: they stand in it.
  [[nodiscard]] std::vector<RecentHit*> in_time();
  void count_until(std::int64_t limit_ms);
  [[nodiscard]] bool load_totals(detail::OctetReader& from, std::uint8_t written);
  [[nodiscard]] bool load_judgements(detail::OctetReader& from);
  void save_judgements(detail::OctetWriter& to) const;
  [[nodiscard]] bool load_recent(detail::OctetReader& from, std::uint8_t written);

  CampaignShape shape_;
  bool judges_scans_ = false;
  Totals totals_;  ///< without reasons
  std::vector<Judgement> judgements_;
  std::vector<Bitmap> link_clickers_;
  Bitmap clickers_;
  Bitmap openers_;
  Bitmap cleared_;
  std::vector<RecentHit> recent_;  ///< by number of the batch, ascending
  std::vector<ScannedHit> scans_;
};

}  // namespace klikspor
