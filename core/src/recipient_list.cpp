#include "klikspor/recipient_list.hpp"

#include <algorithm>

#include "klikspor/csv.hpp"
#include "klikspor/detail/utf8.hpp"
#include "klikspor/json.hpp"
#include "klikspor/slug.hpp"
#include "list_rows.hpp"

namespace klikspor {
namespace {

using detail::CompiledTemplate;
using detail::FieldValue;
using detail::MessageSize;
using detail::Planner;
using detail::StaticText;

std::string sample_slugs(std::uint32_t row, const Template& templ, const MessageOptions& options) {
  const auto width = options.width == 9 ? SlugWidth::nine : SlugWidth::eight;
  std::string slugs;
  for (std::uint32_t link = 0; link < templ.links_in_message; ++link) slugs += sample_slug(width, row, link);
  return slugs;
}

/// For so many more, and for none beyond where there were none: a list of a million recipients is held in lists that
/// are filled by one call each, and rooms left empty would be a quarter of it.
template <typename Held>
void make_room(Held& held, std::size_t more) {
  const std::size_t needed = held.size() + more;
  if (needed > held.capacity()) held.reserve(std::max(needed, held.size() * 2));
}

}  // namespace

void detail::find_values(const ListRows& list, std::uint32_t row, const Template& templ,
                         const CompiledTemplate& compiled, std::vector<FieldValue>& values) noexcept {
  for (std::size_t i = 0; i < values.size(); ++i) {
    const TemplateField& field = templ.fields[i];
    const std::int32_t column = compiled.columns[i];
    values[i] = {field.fallback, compiled.fallbacks[i]};
    if (column < 0) continue;
    const auto text = list.value(row, static_cast<std::size_t>(column));
    if (text.empty()) continue;
    if (field.max_length == 0 || text.size() <= field.max_length) {
      values[i] = {text, list.summaries[row * list.columns.size() + static_cast<std::size_t>(column)]};
    } else {
      const auto cut = value_or_fallback(field, text);
      values[i] = {cut, summarise(cut)};
    }
  }
}

Message detail::render(const ListRows& list, std::uint32_t row, const Template& templ, const MessageOptions& options,
                       std::span<const std::int32_t> columns, std::string_view slugs) {
  std::vector<std::u16string_view> values;
  values.reserve(columns.size());
  for (const std::int32_t column : columns) {
    values.push_back(column < 0 ? std::u16string_view() : list.value(row, static_cast<std::size_t>(column)));
  }
  std::string samples;
  if (slugs.empty()) {
    samples = sample_slugs(row, templ, options);
    slugs = samples;
  }
  return render_message(templ, values, {options.link_prefix, options.width, slugs});
}

RecipientList::RecipientList(std::vector<std::u16string> columns) : rows_(std::make_unique<detail::ListRows>()) {
  rows_->columns = std::move(columns);
}

RecipientList::RecipientList(RecipientList&& other) noexcept = default;
RecipientList& RecipientList::operator=(RecipientList&& other) noexcept = default;
RecipientList::~RecipientList() = default;

bool RecipientList::append(std::u16string_view text, std::span<const std::uint32_t> lengths) {
  detail::ListRows& list = *rows_;
  if (list.columns.empty() || text.size() > 0xffffffffU - list.text.size()) return false;
  make_room(list.text, text.size());
  make_room(list.bounds, lengths.size());
  make_room(list.summaries, lengths.size());
  auto end = static_cast<std::uint32_t>(list.text.size());
  std::size_t at = 0;
  // Values are copied together, up to one that is not taken whole.
  std::size_t copied = 0;
  for (const std::uint32_t length : lengths) {
    const auto kept = trimmed(text.substr(at, length));
    if (kept.size() < length) {
      list.text += text.substr(copied, at - copied);
      list.text += kept;
      copied = at + length;
    }
    at += length;
    end += static_cast<std::uint32_t>(kept.size());
    list.bounds.push_back(end);
    list.summaries.push_back(detail::summarise(kept));
  }
  list.text += text.substr(copied, at - copied);
  list.rows = static_cast<std::uint32_t>(list.summaries.size() / list.columns.size());
  return true;
}

std::uint32_t RecipientList::size() const noexcept {
  return rows_->rows;
}

const std::vector<std::u16string>& RecipientList::columns() const noexcept {
  return rows_->columns;
}

std::u16string_view RecipientList::value(std::uint32_t row, std::size_t column) const noexcept {
  return rows_->value(row, column);
}

ListPlan RecipientList::plan(const Template& templ, const MessageOptions& options,
                             std::span<const std::uint32_t> only) const {
  ListPlan plan;
  plan.segments.resize(rows_->rows);
  const CompiledTemplate compiled = detail::compile(templ, options, rows_->columns);
  std::vector<detail::ListField> fields(templ.fields.size());
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const TemplateField& field = templ.fields[i];
    fields[i].column = compiled.columns[i];
    fields[i].max_length = field.max_length == 0 ? std::u16string::npos : field.max_length;
    fields[i].fallback_size = field.fallback.size();
    fields[i].fallback = compiled.fallbacks[i];
  }
  detail::plan_rows(*rows_, templ, options, compiled, fields, only, plan);
  for (std::size_t i = 0; i < fields.size(); ++i) {
    EmptyField& empty = fields[i].empty;
    if (empty.recipients == 0) continue;
    empty.name = templ.fields[i].name;
    // A field that stands twice in the template is told once.
    const bool told = std::any_of(plan.empty_fields.begin(), plan.empty_fields.end(),
                                  [&](const EmptyField& other) { return other.name == empty.name; });
    if (!told) plan.empty_fields.push_back(std::move(empty));
  }
  return plan;
}

Message RecipientList::render(std::uint32_t row, const Template& templ, const MessageOptions& options,
                              std::string_view slugs) const {
  std::vector<std::int32_t> columns;
  columns.reserve(templ.fields.size());
  for (const TemplateField& field : templ.fields) columns.push_back(column_of(field.name, rows_->columns));
  return detail::render(*rows_, row, templ, options, columns, slugs);
}

void RecipientList::render_lines(std::uint32_t first, std::uint32_t count, const Template& templ,
                                 const MessageOptions& options, std::string_view slugs, const LineFormat& format,
                                 std::string& out) const {
  using Values = LineFormat::Values;
  const std::size_t slugs_a_row = static_cast<std::size_t>(templ.links_in_message) * options.width;
  const CompiledTemplate compiled = detail::compile(templ, options, rows_->columns);
  const bool finish_all = detail::needs_finished_text(options.segments, compiled);
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
  const std::size_t before = out.size();
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint32_t row = first + i;
    const std::string_view own_slugs = slugs.substr(i * slugs_a_row, slugs_a_row);
    detail::find_values(*rows_, row, templ, compiled, values);
    detail::PieceSum sum = planner.fixed();
    for (const auto& [text, summary] : values) sum.add(text.size(), summary);
    MessageSize size;
    message.clear();
    if (!finish_all && (sum.traits & detail::lone_surrogate) == 0) {
      if (!planner.size(sum, size)) size.segments = planner.walk(values, size.ucs2);
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
      const Message finished = detail::render(*rows_, row, templ, options, compiled.columns, own_slugs);
      size = detail::size_of(plan_segments(finished.text, options.segments));
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
    // The others are about as long as the first: growing step by step would copy them as often again.
    if (i == 0) out.reserve(before + (out.size() - before) * count * 9 / 8);
  }
}

}  // namespace klikspor
