#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace klikspor::detail {

/// Appends a code point as UTF-8.
void append_utf8(std::string& out, char32_t point);

/// UTF-16 to UTF-8 (RFC 3629); nothing if a surrogate stands alone.
[[nodiscard]] std::optional<std::string> to_utf8(std::u16string_view text);

/// The same with U+FFFD for lone surrogates, appended to `out`.
void append_lossy_utf8(std::string& out, std::u16string_view text);

/// UTF-8 to code points; nothing if it is not well formed.
[[nodiscard]] std::optional<std::u32string> code_points(std::string_view utf8);

}  // namespace klikspor::detail
