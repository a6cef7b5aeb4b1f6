#include "klikspor/merge_tags.hpp"

#include <algorithm>
#include <array>

#include "detail/field_syntax.hpp"
#include "detail/letters.hpp"
#include "klikspor/field_name.hpp"

namespace klikspor {
namespace {

constexpr auto npos = std::u16string_view::npos;
constexpr auto opt_out_link = u"{{afmeld}}";
/// Signs of a tag further apart than this, or on two lines, are none.
constexpr std::size_t longest_tag = 200;

/// What stands around a name.
struct Brackets {
  std::u16string_view open;
  std::u16string_view close;
  enum class Sure : std::uint8_t {
    by_column,  ///< people write so, too
    by_name,    ///< around a single word it is a tag
    always,
  } sure = Sure::by_column;
};
using Sure = Brackets::Sure;

/// Of those that begin alike the longest comes first.
constexpr std::array<Brackets, 20> all_brackets{{
    {u"*|", u"|*", Sure::always},
    {u"{%", u"%}", Sure::always},
    {u"{!", u"}", Sure::by_name},
    {u"{$", u"}", Sure::by_name},
    {u"${", u"}", Sure::by_name},
    {u"#{", u"}", Sure::by_name},
    {u"%{", u"}", Sure::by_name},
    {u"{", u"}", Sure::by_column},
    {u"<<", u">>", Sure::by_column},
    {u"<", u">", Sure::by_column},
    {u"\u00AB", u"\u00BB", Sure::by_column},
    {u"[[", u"]]", Sure::by_column},
    {u"[%", u"%]", Sure::by_column},
    {u"[", u"]", Sure::by_column},
    {u"%%", u"%%", Sure::by_name},
    {u"%", u"%", Sure::by_column},
    {u"##", u"##", Sure::by_column},
    {u"#", u"#", Sure::by_column},
    {u"@@", u"@@", Sure::by_column},
    {u"$", u"$", Sure::by_column},
}};

/// What they begin with: most of a text need not be compared with each.
constexpr std::u16string_view openings = u"*{$#%<\u00AB[@";
static_assert(std::all_of(all_brackets.begin(), all_brackets.end(),
                          [](const Brackets& one) { return openings.find(one.open[0]) != npos; }));

/// A name as programs have them: one word.
bool is_word(std::u16string_view name) noexcept {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char16_t c) {
    return detail::is_lower(detail::lower(c)) || detail::is_digit(c) || c == u'_' || c == u'-' || c == u'.' ||
           (c >= 0xC0 && c < 0x2000) || c >= 0x3040;
  });
}

/// Without the signs that other tools put around a name inside double braces: `{navn}`, `${navn}`, `&navn`.
std::u16string_view bare(std::u16string_view name) noexcept {
  constexpr std::u16string_view signs = u"{}[]()<>%$!@*&=~";
  while (!name.empty() && signs.find(name.front()) != npos) name = trimmed(name.substr(1));
  while (!name.empty() && signs.find(name.back()) != npos) name = trimmed(name.substr(0, name.size() - 1));
  return name;
}

/// The opt-out link, as other tools name it.
bool may_be_opt_out(std::u16string_view name) {
  constexpr std::array<std::u16string_view, 8> names{u"afmelding",       u"opt_out",         u"opt-out",
                                                     u"unsub",           u"unsubscribe",     u"unsubscribe_link",
                                                     u"unsubscribe_url", u"unsubscribe_here"};
  return std::any_of(names.begin(), names.end(),
                     [&](std::u16string_view one) { return detail::equal_ignoring_case(one, name); });
}

/// The columns of a list, folded once: one name behind the other, with what no name has between them.
class Columns {
 public:
  explicit Columns(std::span<const std::u16string> names) : names_(names) {
    for (const std::u16string& name : names) {
      for (const std::uint32_t point : folded_name(name)) folded_.push_back(point);
      folded_.push_back(end_of_name);
    }
  }

  /// The column of a name, as `column_of` has it; -1: none.
  [[nodiscard]] std::int32_t named(std::u16string_view name) const {
    const auto wanted = folded_name(name);
    return find(wanted, [](std::uint32_t point) { return point; }) < 0 ? -1 : column_of(name, names_);
  }
  /// The same, or of what stands behind its last full stop; or else the one whose name a tool has to write with another
  /// sign between its words: `{first_name}` is `First Name`.
  [[nodiscard]] std::int32_t meant_by(std::u16string_view name) const {
    const std::size_t stop = name.rfind(u'.');
    const std::int32_t column = meant_by(name, stop, [&](std::u16string_view part) { return named(part); });
    if (column >= 0) return column;
    return meant_by(name, stop, [&](std::u16string_view part) { return find(folded_name(part), spaced); });
  }
  [[nodiscard]] std::u16string_view name_of(std::int32_t column) const noexcept {
    return trimmed(names_[static_cast<std::size_t>(column)]);
  }

 private:
  static std::uint32_t spaced(std::uint32_t point) noexcept { return point == U'_' || point == U'-' ? U' ' : point; }
  template <class Named>
  static std::int32_t meant_by(std::u16string_view name, std::size_t stop, Named named) {
    const std::int32_t whole = named(name);
    return whole >= 0 || stop == npos ? whole : named(trimmed(name.substr(stop + 1)));
  }
  /// The first column of a folded name, its code points compared as `as` has them; -1: none.
  template <class As>
  [[nodiscard]] std::int32_t find(const std::vector<std::uint32_t>& wanted, As as) const noexcept {
    std::int32_t column = 0;
    for (std::size_t at = 0; !wanted.empty() && at < folded_.size(); ++at, ++column) {
      std::size_t same = 0;
      while (same < wanted.size() && as(folded_[at + same]) == as(wanted[same])) ++same;
      if (same == wanted.size() && folded_[at + same] == end_of_name) return column;
      while (folded_[at] != end_of_name) ++at;
    }
    return -1;
  }

  static constexpr std::uint32_t end_of_name = 0xffffffffU;
  std::span<const std::u16string> names_;
  std::vector<std::uint32_t> folded_;
};

ForeignTag tag_of(const TemplateField& field, std::u16string_view name, std::int32_t column, const Columns& columns) {
  if (column >= 0) name = columns.name_of(column);
  return {ForeignKind::tag, field.start, field.end, column, detail::field_text(name, field)};
}

/// A field of ours that another tool wrote. The opt-out link takes neither length nor fallback.
void check_field(const TemplateField& field, const Columns& columns, std::vector<ForeignTag>& found) {
  const auto name = bare(field.name);
  const std::int32_t own = columns.named(field.name);
  const std::int32_t meant = own >= 0 ? -1 : columns.meant_by(name);
  if (detail::is_opt_out_link(name) || (own < 0 && meant < 0 && may_be_opt_out(name))) {
    found.push_back({ForeignKind::tag, field.start, field.end, -1, opt_out_link});
  } else if (meant >= 0 || (own < 0 && name != field.name && is_word(name))) {
    found.push_back(tag_of(field, name, meant, columns));
  } else if (field.has_filters) {
    found.push_back({ForeignKind::filter, field.start, field.end, own, detail::field_text(field.name, field)});
  }
}

/// The tag that begins at `at` of `text`, where no field of ours is; what is found has an end.
ForeignTag tag_at(std::u16string_view text, std::size_t at, const Columns& columns) {
  for (const auto& [open, close, sure] : all_brackets) {
    if (text.substr(at, open.size()) != open) continue;
    const auto window = text.substr(at, longest_tag);
    const std::size_t closing = window.find(close, open.size());
    if (closing == npos || window.find(u'\n') < closing) continue;
    const auto inside = window.substr(open.size(), closing - open.size());
    std::size_t end = at + closing + close.size();
    // One more of the same is something else, but that `{navn}}` is a field with a brace missing.
    if (open == u"{" && text.substr(end, 1) == close) ++end;
    const bool is_doubled = (at > 0 && text[at - 1] == open[0]) || (end < text.size() && text[end] == close.back());
    if (is_doubled || trimmed(inside).empty() || inside.find(open[0]) != npos) continue;
    // Signs that open and close alike stand around whole sentences: 20 % i dag, 30 % i morgen.
    if (open == close && trimmed(inside).size() != inside.size()) continue;

    TemplateField field;
    field.start = static_cast<std::uint32_t>(at);
    field.end = static_cast<std::uint32_t>(end);
    Errc error{};
    const bool is_field = detail::read_field(trimmed(inside), field, error);
    const std::int32_t column = is_field ? columns.meant_by(field.name) : -1;
    if (is_field && (detail::is_opt_out_link(field.name) || (column < 0 && may_be_opt_out(field.name)))) {
      return {ForeignKind::tag, field.start, field.end, -1, opt_out_link};
    }
    // What stands between `{%` and `%}` is no name, but what a tool is to do: `{% endif %}`.
    const bool is_name = sure != Sure::by_column && open != u"{%" && is_word(field.name);
    if (column >= 0 || (is_field && is_name)) {
      return tag_of(field, field.name, column, columns);
    }
    if (sure == Sure::always) return {ForeignKind::tag, field.start, field.end, -1, {}};
  }
  return {};
}

}  // namespace

std::vector<ForeignTag> find_foreign_tags(const Template& templ, std::span<const std::u16string> names) {
  const Columns columns(names);
  std::vector<ForeignTag> found;
  const std::u16string_view text = templ.text;
  auto field = templ.fields.begin();
  auto link = templ.links.begin();
  for (std::size_t at = 0; at < text.size();) {
    while (link != templ.links.end() && (link->kind != LinkKind::opt_out || link->start < at)) ++link;
    const std::size_t next_link = link == templ.links.end() ? text.size() : link->start;
    const std::size_t next_field = field == templ.fields.end() ? text.size() : field->start;
    const std::size_t end = std::min(next_link, next_field);
    if (at < end && openings.find(text[at]) == npos) {
      ++at;
    } else if (at < end) {
      const ForeignTag tag = tag_at(text.substr(0, end), at, columns);
      if (tag.end != 0) found.push_back(tag);
      at = std::max<std::size_t>(at + 1, tag.end);
    } else if (next_field == end) {
      check_field(*field, columns, found);
      at = field++->end;
    } else {
      at = link->end;
    }
  }
  return found;
}

}  // namespace klikspor
