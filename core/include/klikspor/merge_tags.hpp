#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "klikspor/message.hpp"

namespace klikspor {

enum class ForeignKind : std::uint8_t {
  tag,     ///< a merge field as another tool writes it
  filter,  ///< a field of ours with a filter that does nothing here
};

/// What a template has of other tools' merge fields: code units start … end-1.
struct ForeignTag {
  ForeignKind kind = ForeignKind::tag;
  std::uint32_t start = 0;
  std::uint32_t end = 0;
  std::int32_t column = -1;  ///< the one it names; -1: none of the list
  std::u16string text;       ///< the field to write instead; empty: nothing here says the same
};

/// Merge fields as mail programs, shops and word processors write them, which would be sent as they stand: `[navn]`,
/// `{navn}`, `%navn%`, `#navn#`, `*|NAVN|*`, `${navn}`, `<<navn>>`, `«navn»`, `{!Contact.navn}` and the like around the
/// name of a column (`columns_of`), the part before its last full stop aside, and `_`, `-` and space alike; `{navn}}`;
/// and `{{{navn}}}`, `{{contact.navn}}` where that is no column of its own. Those that can be nothing else (`*|NAME|*`,
/// `{{{name}}}`, `${name}`, `{!name}`, `%%name%%`, `{% … %}`) are told with no column too; and the opt-out link, as it
/// is named here or by other tools, in any of these and with what it does not take (`[optout]`, `{{unsubscribe}}`,
/// `{{afmeld|x}}`). In the order of the text. Linear in it but for the columns.
[[nodiscard]] std::vector<ForeignTag> find_foreign_tags(const Template& templ, std::span<const std::u16string> columns);

}  // namespace klikspor
