#include "klikspor/message.hpp"

#include <algorithm>
#include <utility>

#include "detail/field_syntax.hpp"
#include "detail/letters.hpp"
#include "detail/white_space.hpp"
#include "klikspor/encoding.hpp"
#include "klikspor/field_name.hpp"
#include "klikspor/links.hpp"

namespace klikspor {
namespace {

using detail::equal_ignoring_case;
constexpr auto npos = std::u16string_view::npos;
/// `{{` and `}}` further apart than this, or on two lines, are no merge field.
constexpr std::size_t longest_field = 200;

void read_fields(std::u16string_view text, Template& templ) {
  for (std::size_t at = text.find(u"{{"); at != npos; at = text.find(u"{{", at)) {
    const auto start = static_cast<std::uint32_t>(at);
    const auto window = text.substr(at, longest_field);
    std::size_t close = window.find(u"}}", 2);
    // A brace that another tool writes inside is the field's, too: `{{{navn}}}`, `{{${navn}}}`.
    if (close != npos && window.substr(close + 2, 1) == u"}" && window.substr(2, close - 2).find(u'{') != npos) ++close;
    if (close == npos || window.find(u'\n') < close) {
      templ.problems.push_back({Errc::merge_field_unclosed, start, start + 2});
      at += 2;
      continue;
    }
    const auto end = static_cast<std::uint32_t>(at + close + 2);
    const auto inside = trimmed(window.substr(2, close - 2));
    TemplateField field;
    field.start = start;
    field.end = end;
    Errc error{};
    if (same_name(inside, u"afmeld") || same_name(inside, u"optout")) {
      templ.links.push_back({0, LinkKind::opt_out, start, end});
    } else if (detail::read_field(inside, field, error)) {
      templ.fields.push_back(std::move(field));
    } else {
      templ.problems.push_back({error, start, end});
    }
    at = end;
  }
}

/// Whether a merge field, the opt-out link among them, stands inside `link`.
bool holds_field(const FoundLink& link, const Template& templ) noexcept {
  const auto inside = [&](const auto& piece) { return piece.start < link.end && piece.end > link.start; };
  return std::any_of(templ.fields.begin(), templ.fields.end(), inside) ||
         std::any_of(templ.links.begin(), templ.links.end(),
                     [&](const TemplateLink& other) { return other.kind == LinkKind::opt_out && inside(other); });
}

/// Two lists in the order of the text as one.
template <class T>
std::vector<T> merged(const std::vector<T>& a, const std::vector<T>& b) {
  std::vector<T> all(a.size() + b.size());
  std::merge(a.begin(), a.end(), b.begin(), b.end(), all.begin(),
             [](const T& x, const T& y) { return x.start < y.start; });
  return all;
}

}  // namespace

std::u16string_view trimmed(std::u16string_view text) noexcept {
  while (!text.empty() && detail::is_white(text.front())) text.remove_prefix(1);
  while (!text.empty() && detail::is_white(text.back())) text.remove_suffix(1);
  return text;
}

Template read_template(std::u16string_view text, std::span<const std::uint32_t> keep_links) {
  Template templ;
  templ.text = text;
  read_fields(text, templ);
  std::uint32_t position = 0;
  std::vector<TemplateLink> destinations;
  std::vector<TemplateProblem> problems;
  std::size_t at = text.find(u"://");
  const auto refuse_schemes = [&](std::size_t to) {
    for (; at < to; at = text.find(u"://", at + 1)) {
      const std::size_t plain = at > 0 && detail::lower(text[at - 1]) == u's' ? at - 1 : at;
      if (plain < 4 || !equal_ignoring_case(text.substr(plain - 4, 4), u"http")) continue;
      problems.push_back(
          {Errc::link_joined, static_cast<std::uint32_t>(plain - 4), static_cast<std::uint32_t>(at + 3)});
    }
  };
  for (const FoundLink& found : find_links(text)) {
    refuse_schemes(found.start);
    at = text.find(u"://", found.end);
    if (holds_field(found, templ)) {
      problems.push_back({Errc::merge_field_in_link, found.start, found.end});
      continue;
    }
    const bool keep = std::find(keep_links.begin(), keep_links.end(), position++) != keep_links.end();
    destinations.push_back({keep ? -1 : 0, LinkKind::destination, found.start, found.end});
  }
  refuse_schemes(text.size());
  templ.links = merged(templ.links, destinations);
  templ.problems = merged(templ.problems, problems);
  for (TemplateLink& link : templ.links) {
    if (link.link >= 0) link.link = static_cast<std::int32_t>(templ.links_in_message++);
  }
  return templ;
}

std::u16string_view address_of(const Template& templ, const TemplateLink& link) noexcept {
  if (link.kind == LinkKind::opt_out) return {};
  return std::u16string_view(templ.text).substr(link.start, link.end - link.start);
}

std::vector<std::int32_t> columns_of(std::u16string_view field, std::span<const std::u16string> columns) {
  const auto folded = folded_name(field);
  std::vector<std::int32_t> found;
  bool is_exact = false;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (folded_name(columns[i]) != folded) continue;
    found.push_back(static_cast<std::int32_t>(i));
    if (is_exact || trimmed(columns[i]) != field) continue;
    // The first of those named exactly so goes to the front, and the others keep their order.
    is_exact = true;
    for (std::size_t at = found.size() - 1; at > 0; --at) std::swap(found[at - 1], found[at]);
  }
  return found;
}

std::int32_t column_of(std::u16string_view field, std::span<const std::u16string> columns) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (trimmed(columns[i]) == field) return static_cast<std::int32_t>(i);
  }
  const auto found = columns_of(field, columns);
  return found.empty() ? -1 : found.front();
}

std::u16string_view value_or_fallback(const TemplateField& field, std::u16string_view value) noexcept {
  if (value.empty()) return field.fallback;
  if (field.max_length == 0 || value.size() <= field.max_length) return value;
  const std::size_t cut = field.max_length;
  const bool inside_pair = is_high_surrogate(value[cut - 1]) && is_low_surrogate(value[cut]);
  return value.substr(0, inside_pair ? cut - 1 : cut);
}

Message render_message(const Template& templ, std::span<const std::u16string_view> values, const ShortLinks& links) {
  Message message;
  const std::u16string_view text = templ.text;
  std::size_t at = 0;
  std::size_t field = 0;
  std::size_t link = 0;
  const auto here = [&] { return static_cast<std::uint32_t>(message.text.size()); };
  while (field < templ.fields.size() || link < templ.links.size()) {
    const bool field_next = link == templ.links.size() ||
                            (field < templ.fields.size() && templ.fields[field].start < templ.links[link].start);
    if (field_next) {
      const TemplateField& next = templ.fields[field];
      message.text += text.substr(at, next.start - at);
      const std::uint32_t start = here();
      message.text += value_or_fallback(next, values[field]);
      message.parts.push_back({PartKind::field, start, here()});
      at = next.end;
      ++field;
    } else {
      const TemplateLink& next = templ.links[link++];
      if (next.link < 0) continue;
      message.text += text.substr(at, next.start - at);
      const std::uint32_t start = here();
      message.text += links.prefix;
      const auto slug = links.slugs.substr(static_cast<std::size_t>(next.link) * links.width, links.width);
      message.text.append(slug.begin(), slug.end());
      message.parts.push_back({next.kind == LinkKind::opt_out ? PartKind::opt_out : PartKind::link, start, here()});
      at = next.end;
    }
  }
  message.text += text.substr(at);
  return message;
}

}  // namespace klikspor
