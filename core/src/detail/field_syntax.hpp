#pragma once
#include <string>
#include <string_view>

#include "klikspor/message.hpp"

/// How a merge field is written.
namespace klikspor::detail {

/// Whether a field of this name is the opt-out link: `{{afmeld}}`, `{{optout}}`.
[[nodiscard]] bool is_opt_out_link(std::u16string_view name);

/// Reads what stands between the braces, `name:12|fallback`, into name, fallback and longest value; what is wrong goes
/// to `error`, and then the answer is false. Filters of other tools are known where the fallback is: `default: 'x'` is
/// the fallback x, `truncate: 12` the longest value; of others it is kept that there is one.
[[nodiscard]] bool read_field(std::u16string_view inside, TemplateField& field, Errc& error);

/// The field with all that is kept of it, under this name; empty where it would be read as another.
[[nodiscard]] std::u16string field_text(std::u16string_view name, const TemplateField& field);

}  // namespace klikspor::detail
