#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "klikspor/link_kind.hpp"
#include "klikspor/result.hpp"

/// Messages: a template with merge fields and links, and what becomes of it for one recipient.
///
/// A merge field is `{{name}}`, `{{name|fallback}}`, `{{name:12}}` (at most 12 code units of the value) or
/// `{{name:12|fallback}}`; white space around the parts is dropped. `{{afmeld}}` and `{{optout}}`, in any case, are the
/// opt-out link. Filters of other tools behind the name are no fallback: `{{name | default: 'x'}}` is `{{name|x}}`,
/// `{{name | truncate: 12}}` is `{{name:12}}`, and `upcase`, `capitalize` and the like do nothing. Links are what
/// `find_links` finds; each but the ones to keep becomes a short link.
namespace klikspor {

struct TemplateField {
  std::u16string name;
  std::u16string fallback;       ///< stands where the recipient's value is empty
  std::uint32_t max_length = 0;  ///< code units, 1 … 1000; 0: no limit. A value is cut at a code point
  std::uint32_t start = 0;       ///< code units start … end-1 of the template
  std::uint32_t end = 0;
  bool has_filters = false;  ///< of other tools, that do nothing here
};

struct TemplateLink {
  std::int32_t link = -1;  ///< position among the message's short links; -1: shown as it stands
  LinkKind kind = LinkKind::destination;
  std::uint32_t start = 0;
  std::uint32_t end = 0;
};

struct TemplateProblem {
  Errc error = Errc::merge_field_empty;
  std::uint32_t start = 0;
  std::uint32_t end = 0;
};

/// What a template is made of, in order. Text that neither field nor link claims stands between them.
struct Template {
  std::u16string text;
  std::vector<TemplateField> fields;
  std::vector<TemplateLink> links;
  std::vector<TemplateProblem> problems;
  std::uint32_t links_in_message = 0;
};

/// Reads a template; every text is one, what is wrong with it stands in `problems` and stays literal text.
/// `keep_links`: positions among its destination links that are not shortened. Linear in `text`.
[[nodiscard]] Template read_template(std::u16string_view text, std::span<const std::uint32_t> keep_links = {});

/// What a link of the template leads to, as written; empty for the opt-out link. A view into the template's text.
[[nodiscard]] std::u16string_view address_of(const Template& templ, const TemplateLink& link) noexcept;

/// The columns that go by a field's name (`same_name`), the first the one its values stand in: the column named exactly
/// so, else the first. Empty: none does, so that the fallback stands in every message.
[[nodiscard]] std::vector<std::int32_t> columns_of(std::u16string_view field, std::span<const std::u16string> columns);

/// The first of `columns_of`; -1: there is none.
[[nodiscard]] std::int32_t column_of(std::u16string_view field, std::span<const std::u16string> columns);

/// `text` without white space (Unicode's White_Space) around it: what counts as a value.
[[nodiscard]] std::u16string_view trimmed(std::u16string_view text) noexcept;

/// What stands in the message for a field whose trimmed value this is.
[[nodiscard]] std::u16string_view value_or_fallback(const TemplateField& field, std::u16string_view value) noexcept;

/// Short links of one recipient: fixed-width slugs, one behind the other, link by link.
struct ShortLinks {
  std::u16string_view prefix;  ///< such as `s.brand.dk/`
  std::uint32_t width = 8;
  std::string_view slugs;
};

enum class PartKind : std::uint8_t { field, link, opt_out };

/// Where in a finished message a value or a short link stands.
struct MessagePart {
  PartKind kind = PartKind::field;
  std::uint32_t start = 0;
  std::uint32_t end = 0;
};

struct Message {
  std::u16string text;
  std::vector<MessagePart> parts;
};

/// Finishes one message. `values`: one per field of the template, trimmed.
[[nodiscard]] Message render_message(const Template& templ, std::span<const std::u16string_view> values,
                                     const ShortLinks& links);

}  // namespace klikspor
