#include "detail/field_syntax.hpp"

#include <algorithm>
#include <string>

#include "detail/letters.hpp"
#include "klikspor/field_name.hpp"

namespace klikspor::detail {
namespace {

constexpr auto npos = std::u16string_view::npos;

/// The longest value in `digits`, or 0: not from 1 to 1000.
std::uint32_t length_in(std::u16string_view digits) noexcept {
  std::uint32_t value = 0;
  for (const char16_t c : digits) {
    if (c < u'0' || c > u'9' || value > 1000) return 0;
    value = value * 10 + static_cast<std::uint32_t>(c - u'0');
  }
  return value > 1000 ? 0 : value;
}

/// Whether `name` is one of the words, in any case.
bool lists(std::u16string_view words, std::u16string_view name) noexcept {
  for (std::size_t at = 1; at < words.size();) {
    const std::size_t end = words.find(u' ', at);
    const auto word = words.substr(at, end - at);
    if (word.size() == name.size() && equal_ignoring_case(word, name)) return true;
    at = end + 1;
  }
  return false;
}

/// A quotation mark of a keyboard or of a word processor as that of a keyboard; 0: none.
char16_t plain_quote(char16_t sign) noexcept {
  if (sign == u'\'' || sign == 0x2018 || sign == 0x2019 || sign == 0x201A) return u'\'';
  if (sign == u'"' || (sign >= 0x201C && sign <= 0x201E)) return u'"';
  return 0;
}

/// Behind the quotation mark that closes the one at `open`; npos: none does. One inside a word closes nothing.
std::size_t end_of_quoted(std::u16string_view text, std::size_t open) noexcept {
  for (std::size_t at = open + 1; at < text.size(); ++at) {
    if (plain_quote(text[at]) != plain_quote(text[open])) continue;
    const auto behind = trimmed(text.substr(at + 1));
    if (behind.empty() || behind[0] == u',' || behind[0] == u')' || behind[0] == u'|') return at + 1;
  }
  return npos;
}

/// One of the parts that `|` separates.
struct Filter {
  enum class Kind : std::uint8_t { none, fallback, length, other };
  Kind kind = Kind::none;
  std::u16string_view argument;  ///< the fallback, without quotation marks
  std::uint32_t length = 0;
};

/// Names in Liquid, Twig, Jinja and Django. Nobody is called so, so without arguments they are filters too.
constexpr std::u16string_view filters =
    u" capfirst capitalize default downcase escape lower lowercase raw safe strip strip_html title titlecase trim "
    u"truncate "
    u"truncatechars truncatewords upcase upper uppercase url_encode ";
constexpr std::u16string_view defaults = u" default default_if_none fallback ";
constexpr std::u16string_view lengths = u" truncate truncatechars ";

Filter read_filter(std::u16string_view part) {
  std::size_t length = 0;
  while (length < part.size() && (is_lower(lower(part[length])) || part[length] == u'_')) ++length;
  const auto name = part.substr(0, length);
  std::u16string_view rest = trimmed(part.substr(name.size()));
  if (name.size() < 2) return {};
  if (rest.empty()) return {lists(filters, name) ? Filter::Kind::other : Filter::Kind::none, {}, 0};
  if (rest[0] == u'(' && rest.back() == u')') {
    rest.remove_suffix(1);
  } else if (rest[0] != u':') {
    return {};
  }
  rest = trimmed(rest.substr(1));
  const bool quoted = !rest.empty() && plain_quote(rest[0]) != 0 && end_of_quoted(rest, 0) != npos;
  const auto first = quoted ? rest.substr(1, end_of_quoted(rest, 0) - 2) : trimmed(rest.substr(0, rest.find(u',')));
  if (lists(defaults, name)) return {Filter::Kind::fallback, trimmed(first), 0};
  if (lists(lengths, name) && length_in(first) != 0) return {Filter::Kind::length, {}, length_in(first)};
  return {quoted || lists(filters, name) ? Filter::Kind::other : Filter::Kind::none, {}, 0};
}

/// Where the part that begins at `at` ends: at a `|` outside what is quoted as an argument.
std::size_t end_of_part(std::u16string_view text, std::size_t at) noexcept {
  char16_t before = 0;
  for (; at < text.size() && text[at] != u'|'; ++at) {
    const bool opens = plain_quote(text[at]) != 0 && (before == u':' || before == u'(' || before == u',');
    if (opens && end_of_quoted(text, at) != npos) at = end_of_quoted(text, at) - 1;
    if (text[at] != u' ') before = text[at];
  }
  return at;
}

void read_fallback(std::u16string_view text, TemplateField& field) {
  bool any = false;
  std::u16string plain;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = end_of_part(text, at);
    const auto part = trimmed(text.substr(at, end - at));
    at = end + 1;
    const Filter filter = read_filter(part);
    any = any || filter.kind != Filter::Kind::none;
    switch (filter.kind) {
      case Filter::Kind::none:
        if (!plain.empty()) plain += u'|';
        plain += part;
        break;
      case Filter::Kind::fallback: field.fallback = filter.argument; break;
      case Filter::Kind::length:
        if (field.max_length == 0) field.max_length = filter.length;
        break;
      case Filter::Kind::other: field.has_filters = true; break;
    }
  }
  if (!any) {
    field.fallback = trimmed(text);
  } else if (field.fallback.empty()) {
    field.fallback = plain;
  }
}

}  // namespace

bool is_opt_out_link(std::u16string_view name) {
  const auto folded = folded_name(name);
  const auto is = [&folded](std::u16string_view own) {
    return std::equal(folded.begin(), folded.end(), own.begin(), own.end());
  };
  return is(u"afmeld") || is(u"optout");
}

bool read_field(std::u16string_view inside, TemplateField& field, Errc& error) {
  const std::size_t bar = inside.find(u'|');
  std::u16string_view head = trimmed(inside.substr(0, bar));
  const std::size_t colon = head.rfind(u':');
  if (colon != npos) {
    field.max_length = length_in(trimmed(head.substr(colon + 1)));
    if (field.max_length == 0) {
      error = Errc::merge_field_length;
      return false;
    }
    head = trimmed(head.substr(0, colon));
  }
  if (folded_name(head).empty()) {
    error = Errc::merge_field_empty;
    return false;
  }
  field.name = head;
  if (bar != npos) read_fallback(inside.substr(bar + 1), field);
  return true;
}

std::u16string field_text(std::u16string_view name, const TemplateField& field) {
  std::u16string inside(name);
  if (field.max_length > 0) {
    inside += u':';
    for (const char digit : std::to_string(field.max_length)) inside += static_cast<char16_t>(digit);
  }
  if (!field.fallback.empty()) {
    inside += u'|';
    for (const char16_t c : field.fallback) {
      // Not what would end the field.
      if (c != u'{' && c != u'}') inside += c;
    }
  }
  TemplateField read;
  Errc error{};
  const bool is_same = read_field(inside, read, error) && read.name == name && !read.has_filters;
  return is_same ? u"{{" + inside + u"}}" : std::u16string();
}

}  // namespace klikspor::detail
