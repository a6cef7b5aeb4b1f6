#pragma once
#include <string>

#include "klikspor/detail/utf8.hpp"
#include "klikspor/encoding.hpp"

/// UTF-8 with \uXXXX for code units and \\ for a backslash, as tests/data writes texts.
inline std::u16string unescaped(const std::string& written) {
  std::u16string out;
  for (std::size_t i = 0; i < written.size(); ++i) {
    if (written[i] == '\\' && i + 1 < written.size() && written[i + 1] == 'u') {
      out.push_back(static_cast<char16_t>(std::stoi(written.substr(i + 2, 4), nullptr, 16)));
      i += 5;
    } else if (written[i] == '\\') {
      out.push_back(u'\\');
      ++i;
    } else {
      std::size_t end = i + 1;
      while (end < written.size() && (static_cast<unsigned char>(written[end]) & 0xC0U) == 0x80U) ++end;
      const auto points = klikspor::detail::code_points(written.substr(i, end - i));
      for (const char32_t c : points.value()) {
        if (c > 0xFFFF) out.push_back(static_cast<char16_t>(0xD7C0 + (c >> 10U)));
        out.push_back(static_cast<char16_t>(c > 0xFFFF ? 0xDC00 + (c & 0x3FFU) : c));
      }
      i = end - 1;
    }
  }
  return out;
}
