#include "klikspor/recipient_list.hpp"

#include <algorithm>

#include "klikspor/csv.hpp"
#include "klikspor/detail/utf8.hpp"
#include "klikspor/slug.hpp"
#include "list_planner.hpp"

namespace klikspor {
namespace {

using detail::CompiledTemplate;
using detail::Filler;
using detail::StaticText;
using detail::ValueSummary;

/// What decides of one recipient's message.
struct Size {
  std::uint32_t segments = 0;
  std::uint32_t units = 0;
  bool ucs2 = false;
};

Size size_of(const SegmentPlan& plan) noexcept {
  return {plan.segments, plan.units_used, plan.encoding == Encoding::ucs2};
}

/// Sizes by arithmetic, for the default tables and borders between code points or units.
class Planner {
 public:
  Planner(const CompiledTemplate& compiled, const SegmentOptions& options)
      : compiled_(compiled),
        force_ucs2_(options.force_ucs2),
        keep_pairs_(options.border == Border::code_point),
        gsm7_single_(capacity_of(Encoding::gsm7, header_octets(options, {}, false))),
        gsm7_multi_(capacity_of(Encoding::gsm7, header_octets(options, {}, true))),
        ucs2_single_(capacity_of(Encoding::ucs2, header_octets(options, {}, false))),
        ucs2_multi_(capacity_of(Encoding::ucs2, header_octets(options, {}, true))) {
    for (const StaticText& text : compiled.texts) {
      septets_ += text.summary.septets;
      units_ += static_cast<std::uint32_t>(text.text.size());
      add_flags(flags_, text.summary);
    }
  }

  /// `value(field, text, summary)` gives what stands for a field. Nothing: half a surrogate pair at an edge, so the
  /// message has to be finished first.
  template <class Values>
  [[nodiscard]] bool size(const Values& value, Size& out) const {
    std::uint32_t septets = septets_;
    std::uint32_t units = units_;
    ValueSummary flags = flags_;
    for (std::size_t field = 0; field < compiled_.columns.size(); ++field) {
      const auto [text, summary] = value(field);
      septets += summary.septets;
      units += static_cast<std::uint32_t>(text.size());
      add_flags(flags, summary);
    }
    if (flags.lone_surrogate) return false;
    if (flags.gsm7 && !force_ucs2_) {
      out = {1, septets, false};
      if (septets <= gsm7_single_) {
        if (septets == 0) out.segments = 0;
      } else if (!flags.escape_pairs) {
        out.segments = (septets + gsm7_multi_ - 1) / gsm7_multi_;
      } else {
        out.segments = walk_gsm7(value);
      }
    } else {
      out = {1, units, true};
      if (units <= ucs2_single_) {
        if (units == 0) out.segments = 0;
      } else if (!flags.surrogates || !keep_pairs_) {
        out.segments = (units + ucs2_multi_ - 1) / ucs2_multi_;
      } else {
        out.segments = walk_ucs2(value);
      }
    }
    // An empty message has no encoding to speak of.
    if (units == 0) out.ucs2 = force_ucs2_;
    return true;
  }

 private:
  static void add_flags(ValueSummary& all, const ValueSummary& one) noexcept {
    all.gsm7 = all.gsm7 && one.gsm7;
    all.escape_pairs = all.escape_pairs || one.escape_pairs;
    all.surrogates = all.surrogates || one.surrogates;
    all.lone_surrogate = all.lone_surrogate || one.lone_surrogate;
  }

  template <class Values>
  [[nodiscard]] std::uint32_t walk_gsm7(const Values& value) const {
    Filler filler(gsm7_multi_);
    for (std::size_t i = 0; i < compiled_.texts.size(); ++i) {
      filler.gaps(compiled_.texts[i].escape_gaps);
      if (i == compiled_.columns.size()) break;
      const auto [text, summary] = value(i);
      if (!summary.escape_pairs) {
        filler.run(summary.septets);
        continue;
      }
      for (const char16_t unit : text) {
        if (septets_of(unit) == 2) {
          filler.pair();
        } else {
          filler.run(1);
        }
      }
    }
    return filler.segments();
  }

  template <class Values>
  [[nodiscard]] std::uint32_t walk_ucs2(const Values& value) const {
    Filler filler(ucs2_multi_);
    for (std::size_t i = 0; i < compiled_.texts.size(); ++i) {
      filler.gaps(compiled_.texts[i].surrogate_gaps);
      if (i == compiled_.columns.size()) break;
      const auto [text, summary] = value(i);
      if (!summary.surrogates) {
        filler.run(static_cast<std::uint32_t>(text.size()));
        continue;
      }
      for (std::size_t at = 0; at < text.size(); ++at) {
        if (is_high_surrogate(text[at])) {
          filler.pair();
          ++at;
        } else {
          filler.run(1);
        }
      }
    }
    return filler.segments();
  }

  const CompiledTemplate& compiled_;
  bool force_ucs2_;
  bool keep_pairs_;
  std::uint32_t gsm7_single_, gsm7_multi_, ucs2_single_, ucs2_multi_;
  std::uint32_t septets_ = 0;
  std::uint32_t units_ = 0;
  ValueSummary flags_;
};

bool needs_finished_text(const SegmentOptions& options, const CompiledTemplate& compiled) noexcept {
  return options.tables.has_value() || options.allowed_locking != 0 || options.allowed_single != 0 ||
         options.border == Border::cluster || compiled.joins;
}

std::string sample_slugs(std::uint32_t row, const Template& templ, const MessageOptions& options) {
  const auto width = options.width == 9 ? SlugWidth::nine : SlugWidth::eight;
  std::string slugs;
  for (std::uint32_t link = 0; link < templ.links_in_message; ++link) slugs += sample_slug(width, row, link);
  return slugs;
}

}  // namespace

RecipientList::RecipientList(std::vector<std::u16string> columns) : columns_(std::move(columns)) {}

bool RecipientList::append(std::u16string_view text, std::span<const std::uint32_t> lengths) {
  if (columns_.empty() || text.size() > 0xffffffffU - text_.size()) return false;
  std::size_t at = 0;
  for (const std::uint32_t length : lengths) {
    const auto kept = trimmed(text.substr(at, length));
    at += length;
    text_ += kept;
    ends_.push_back(static_cast<std::uint32_t>(text_.size()));
    summaries_.push_back(detail::summarise(kept));
  }
  rows_ = static_cast<std::uint32_t>(ends_.size() / columns_.size());
  return true;
}

std::u16string_view RecipientList::value(std::uint32_t row, std::size_t column) const noexcept {
  const std::size_t cell = row * columns_.size() + column;
  const std::uint32_t start = cell == 0 ? 0 : ends_[cell - 1];
  return {text_.data() + start, ends_[cell] - start};
}

RecipientList::Known RecipientList::known(std::uint32_t row, const TemplateField& field, std::int32_t column,
                                          const ValueSummary& fallback) const noexcept {
  if (column < 0) return {field.fallback, fallback};
  const std::size_t cell = row * columns_.size() + static_cast<std::size_t>(column);
  const auto text = value(row, static_cast<std::size_t>(column));
  if (text.empty()) return {field.fallback, fallback};
  if (field.max_length == 0 || text.size() <= field.max_length) return {text, summaries_[cell]};
  const auto cut = value_or_fallback(field, text);
  return {cut, detail::summarise(cut)};
}

ListPlan RecipientList::plan(const Template& templ, const MessageOptions& options) const {
  ListPlan plan;
  plan.recipients = rows_;
  const CompiledTemplate compiled = detail::compile(templ, options, columns_);
  const bool finish_all = needs_finished_text(options.segments, compiled);
  const Planner planner(compiled, options.segments);

  std::vector<EmptyField> empty(templ.fields.size());
  Size longest;
  Size shortest;
  const auto less = [](const Size& a, const Size& b) {
    return a.segments != b.segments ? a.segments < b.segments : a.units < b.units;
  };
  for (std::uint32_t row = 0; row < rows_; ++row) {
    const auto known_field = [&](std::size_t field) {
      return known(row, templ.fields[field], compiled.columns[field], compiled.fallbacks[field]);
    };
    Size size;
    if (finish_all || !planner.size(known_field, size)) {
      size = size_of(plan_segments(render(row, templ, options).text, options.segments));
    }
    for (std::size_t field = 0; field < empty.size(); ++field) {
      const std::int32_t column = compiled.columns[field];
      if (column >= 0 && !value(row, static_cast<std::size_t>(column)).empty()) continue;
      if (empty[field].recipients++ == 0) empty[field].first = row;
    }
    plan.segments_total += size.segments;
    if (size.segments >= plan.recipients_by_segments.size()) plan.recipients_by_segments.resize(size.segments + 1);
    ++plan.recipients_by_segments[size.segments];
    if (size.ucs2 && plan.ucs2++ == 0) plan.first_ucs2 = row;
    if (plan.longest == no_recipient || less(longest, size)) {
      longest = size;
      plan.longest = row;
    }
    if (plan.shortest == no_recipient || less(size, shortest)) {
      shortest = size;
      plan.shortest = row;
    }
  }
  // A field that stands twice in the template is told once.
  for (std::size_t field = 0; field < empty.size(); ++field) {
    if (empty[field].recipients == 0) continue;
    empty[field].name = templ.fields[field].name;
    const bool told = std::any_of(plan.empty_fields.begin(), plan.empty_fields.end(),
                                  [&](const EmptyField& other) { return other.name == empty[field].name; });
    if (!told) plan.empty_fields.push_back(std::move(empty[field]));
  }
  return plan;
}

Message RecipientList::render(std::uint32_t row, const Template& templ, const MessageOptions& options,
                              std::string_view slugs) const {
  std::vector<std::u16string_view> values;
  values.reserve(templ.fields.size());
  for (const TemplateField& field : templ.fields) {
    const std::int32_t column = column_of(field.name, columns_);
    values.push_back(column < 0 ? std::u16string_view() : value(row, static_cast<std::size_t>(column)));
  }
  std::string samples;
  if (slugs.empty()) {
    samples = sample_slugs(row, templ, options);
    slugs = samples;
  }
  return render_message(templ, values, {options.link_prefix, options.width, slugs});
}

void RecipientList::render_csv(std::uint32_t first, std::uint32_t count, const Template& templ,
                               const MessageOptions& options, std::string_view slugs, char separator,
                               std::span<const std::uint32_t> columns, std::string& out) const {
  const std::size_t slugs_a_row = static_cast<std::size_t>(templ.links_in_message) * options.width;
  const CompiledTemplate compiled = detail::compile(templ, options, columns_);
  const bool finish_all = needs_finished_text(options.segments, compiled);
  const Planner planner(compiled, options.segments);
  std::string field;
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint32_t row = first + i;
    for (const std::uint32_t column : columns) {
      field.clear();
      detail::append_lossy_utf8(field, value(row, column));
      append_csv_field(out, field, separator);
      out.push_back(separator);
    }
    const std::string_view own_slugs = slugs.substr(i * slugs_a_row, slugs_a_row);
    const auto known_field = [&](std::size_t at) {
      return known(row, templ.fields[at], compiled.columns[at], compiled.fallbacks[at]);
    };
    Size size;
    field.clear();
    if (!finish_all && planner.size(known_field, size)) {
      std::size_t slug = 0;
      for (std::size_t at = 0; at < compiled.texts.size(); ++at) {
        const StaticText& text = compiled.texts[at];
        const std::size_t start = field.size();
        field += text.utf8;
        for (const std::size_t place : text.slug_at) {
          own_slugs.copy(&field[start + place], options.width, slug);
          slug += options.width;
        }
        if (at < compiled.columns.size()) detail::append_lossy_utf8(field, known_field(at).text);
      }
    } else {
      const Message message = render(row, templ, options, own_slugs);
      size = size_of(plan_segments(message.text, options.segments));
      detail::append_lossy_utf8(field, message.text);
    }
    append_csv_field(out, field, separator);
    out.push_back(separator);
    out += std::to_string(size.segments);
    out.push_back(separator);
    out += size.ucs2 ? "UCS-2" : "GSM-7";
    out += "\r\n";
  }
}

}  // namespace klikspor
