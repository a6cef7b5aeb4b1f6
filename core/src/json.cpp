#include "klikspor/json.hpp"

namespace klikspor {

void append_json_string(std::string& out, std::string_view utf8) {
  out.push_back('"');
  std::size_t kept = 0;
  for (std::size_t at = 0; at < utf8.size(); ++at) {
    const char sign = utf8[at];
    const bool control = static_cast<unsigned char>(sign) < 0x20;
    if (!control && sign != '"' && sign != '\\') continue;
    out += utf8.substr(kept, at - kept);
    kept = at + 1;
    out.push_back('\\');
    if (!control) {
      out.push_back(sign);
    } else if (sign == '\n') {
      out.push_back('n');
    } else {
      out += sign < 0x10 ? "u000" : "u001";
      out.push_back("0123456789abcdef"[sign & 0xF]);
    }
  }
  out += utf8.substr(kept);
  out.push_back('"');
}

}  // namespace klikspor
