#pragma once
#include <string>
#include <string_view>

namespace klikspor {

/// Appends a JSON string (RFC 8259, section 7), quotation marks included, given as UTF-8: `"`, `\\` and control
/// characters escaped, all else as it is. Linear.
void append_json_string(std::string& out, std::string_view utf8);

}  // namespace klikspor
