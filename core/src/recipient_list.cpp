#include "klikspor/recipient_list.hpp"

#include <algorithm>

#include "klikspor/csv.hpp"
#include "klikspor/detail/utf8.hpp"
#include "klikspor/json.hpp"
#include "klikspor/slug.hpp"
#include "list_planner.hpp"

namespace klikspor {
namespace {

using detail::CompiledTemplate;
using detail::FieldValue;
using detail::MessageSize;
using detail::Planner;
using detail::StaticText;
using detail::ValueSummary;

MessageSize size_of(const SegmentPlan& plan) noexcept {
  return {plan.segments, plan.units_used, plan.encoding == Encoding::ucs2};
}

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

void RecipientList::find_values(std::uint32_t row, const Template& templ, const CompiledTemplate& compiled,
                                std::vector<FieldValue>& values) const noexcept {
  for (std::size_t i = 0; i < values.size(); ++i) {
    const TemplateField& field = templ.fields[i];
    const std::int32_t column = compiled.columns[i];
    values[i] = {field.fallback, compiled.fallbacks[i]};
    if (column < 0) continue;
    const auto text = value(row, static_cast<std::size_t>(column));
    if (text.empty()) continue;
    if (field.max_length == 0 || text.size() <= field.max_length) {
      values[i] = {text, summaries_[row * columns_.size() + static_cast<std::size_t>(column)]};
    } else {
      const auto cut = value_or_fallback(field, text);
      values[i] = {cut, detail::summarise(cut)};
    }
  }
}

ListPlan RecipientList::plan(const Template& templ, const MessageOptions& options) const {
  ListPlan plan;
  plan.recipients = rows_;
  const CompiledTemplate compiled = detail::compile(templ, options, columns_);
  const bool finish_all = needs_finished_text(options.segments, compiled);
  const Planner planner(compiled, options.segments);

  std::vector<FieldValue> values(templ.fields.size());
  std::vector<EmptyField> empty(templ.fields.size());
  MessageSize longest;
  MessageSize shortest;
  const auto less = [](const MessageSize& a, const MessageSize& b) {
    return a.segments != b.segments ? a.segments < b.segments : a.units < b.units;
  };
  for (std::uint32_t row = 0; row < rows_; ++row) {
    find_values(row, templ, compiled, values);
    MessageSize size;
    if (finish_all || !planner.size(values, size)) {
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

void RecipientList::render_lines(std::uint32_t first, std::uint32_t count, const Template& templ,
                                 const MessageOptions& options, std::string_view slugs, const LineFormat& format,
                                 std::string& out) const {
  using Values = LineFormat::Values;
  const std::size_t slugs_a_row = static_cast<std::size_t>(templ.links_in_message) * options.width;
  const CompiledTemplate compiled = detail::compile(templ, options, columns_);
  const bool finish_all = needs_finished_text(options.segments, compiled);
  const Planner planner(compiled, options.segments);
  std::vector<FieldValue> values(templ.fields.size());
  std::string message;
  std::string column;
  const auto put = [&](std::string_view text) {
    if (format.values == Values::json) {
      append_json_string(out, text);
    } else {
      append_csv_field(out, text, format.separator, format.values == Values::csv);
    }
  };
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint32_t row = first + i;
    const std::string_view own_slugs = slugs.substr(i * slugs_a_row, slugs_a_row);
    find_values(row, templ, compiled, values);
    MessageSize size;
    message.clear();
    if (!finish_all && planner.size(values, size)) {
      std::size_t slug = 0;
      for (std::size_t at = 0; at < compiled.texts.size(); ++at) {
        const StaticText& text = compiled.texts[at];
        const std::size_t start = message.size();
        message += text.utf8;
        for (const std::size_t place : text.slug_at) {
          own_slugs.copy(&message[start + place], options.width, slug);
          slug += options.width;
        }
        if (at < compiled.columns.size()) detail::append_lossy_utf8(message, values[at].text);
      }
    } else {
      const Message finished = render(row, templ, options, own_slugs);
      size = size_of(plan_segments(finished.text, options.segments));
      detail::append_lossy_utf8(message, finished.text);
    }
    for (std::size_t at = 0; at < format.cells.size(); ++at) {
      out += format.around[at];
      switch (const std::uint32_t wanted = format.cells[at]; wanted) {
        case cell::message: put(message); break;
        case cell::segments: out += std::to_string(size.segments); break;
        case cell::encoding:
          if (format.values == Values::json) {
            put(name_of(size.ucs2 ? Encoding::ucs2 : Encoding::gsm7));
          } else {
            out += size.ucs2 ? "UCS-2" : "GSM-7";
          }
          break;
        default:
          column.clear();
          detail::append_lossy_utf8(column, value(row, wanted));
          put(column);
      }
    }
    out += format.around.back();
  }
}

}  // namespace klikspor
