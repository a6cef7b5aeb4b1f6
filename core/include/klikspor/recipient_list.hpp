#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "klikspor/message.hpp"
#include "klikspor/segment.hpp"

/// A template planned and finished over a whole list of recipients, held in memory.
namespace klikspor {

namespace detail {
struct ListRows;
}

struct MessageOptions {
  std::u16string link_prefix;  ///< such as `s.brand.dk/`
  std::uint32_t width = 8;     ///< of a slug: 8 or 9
  std::vector<std::uint32_t> keep_links;
  SegmentOptions segments;
};

struct EmptyField {
  std::u16string name;
  std::uint32_t recipients = 0;
  std::uint32_t first = 0;
};

inline constexpr std::uint32_t no_recipient = 0xffffffffU;

/// Rows are counted from 0. Longer means more segments, then more units; the first of equals counts.
struct ListPlan {
  std::uint32_t recipients = 0;
  std::uint64_t segments_total = 0;
  std::vector<std::uint32_t> recipients_by_segments;  ///< index: segments
  std::uint32_t ucs2 = 0;
  std::uint32_t first_ucs2 = no_recipient;
  std::uint32_t longest = no_recipient;
  std::uint32_t shortest = no_recipient;
  std::vector<EmptyField> empty_fields;  ///< fields of the template that are empty for somebody
  std::vector<std::uint32_t> segments;   ///< of each row's message
};

/// What a line of a file says of a recipient: a column of the list by its index, or one of these.
namespace cell {
inline constexpr std::uint32_t message = 0xffffffffU;
inline constexpr std::uint32_t segments = 0xfffffffeU;
inline constexpr std::uint32_t encoding = 0xfffffffdU;  ///< `GSM-7` or `UCS-2`; in JSON `gsm7` or `ucs2`
}  // namespace cell

/// How finished messages become a file, a line each. What does not change from line to line, separators, keys and line
/// ends included, is written out once by the caller.
struct LineFormat {
  enum class Values : std::uint8_t {
    csv,        ///< `append_csv_field`: an apostrophe keeps a spreadsheet from computing
    exact_csv,  ///< the same without the apostrophe, for programs
    json,       ///< `append_json_string`
  };
  Values values = Values::csv;
  char separator = ',';  ///< of CSV: `,` or `;`
  std::vector<std::uint32_t> cells;
  std::vector<std::string> around;  ///< what stands before each cell and behind the last: one more than cells
};

/// Recipients, a row each. To be moved, not copied.
class RecipientList {
 public:
  explicit RecipientList(std::vector<std::u16string> columns);
  RecipientList(RecipientList&& other) noexcept;
  RecipientList& operator=(RecipientList&& other) noexcept;
  ~RecipientList();

  /// Adds `rows` rows. `lengths`: code units of each value, row by row, `columns` a row; `text`: the values one behind
  /// the other. Values are kept without white space around them. A list holds up to 2^32 - 1 code units in all; false
  /// (and nothing added) beyond.
  [[nodiscard]] bool append(std::u16string_view text, std::span<const std::uint32_t> lengths);

  [[nodiscard]] std::uint32_t size() const noexcept;
  [[nodiscard]] const std::vector<std::u16string>& columns() const noexcept;
  [[nodiscard]] std::u16string_view value(std::uint32_t row, std::size_t column) const noexcept;

  /// Plans every recipient's message: the same as `plan_segments` of each finished message, at a fraction of the work.
  /// Static text is read once and values once as they are added; what is left is a sum per recipient, and a walk over
  /// escape and surrogate pairs where there are any. With national tables or cluster borders each message is finished
  /// and planned. `only`: a number a row, 0 for those that are passed over as if they were not there (their segments
  /// are 0 too); empty: none is.
  [[nodiscard]] ListPlan plan(const Template& templ, const MessageOptions& options,
                              std::span<const std::uint32_t> only = {}) const;

  /// One finished message. Empty `slugs`: sample slugs of the right width stand in.
  [[nodiscard]] Message render(std::uint32_t row, const Template& templ, const MessageOptions& options,
                               std::string_view slugs = {}) const;

  /// Appends rows first … first+count-1 to `out`, a line each. `slugs`: links_in_message slugs a row. Lone surrogates
  /// become U+FFFD, as UTF-8 has no others. An apostrophe that `LineFormat::Values::csv` puts in front of a message is
  /// not in its segments. Memory: `out` and a few messages.
  void render_lines(std::uint32_t first, std::uint32_t count, const Template& templ, const MessageOptions& options,
                    std::string_view slugs, const LineFormat& format, std::string& out) const;

 private:
  std::unique_ptr<detail::ListRows> rows_;
};

}  // namespace klikspor
