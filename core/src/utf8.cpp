#include "klikspor/detail/utf8.hpp"

#include "detail/utf16.hpp"

namespace klikspor::detail {

void append_utf8(std::string& out, char32_t point) {
  const auto put = [&out](char32_t octet) { out.push_back(static_cast<char>(octet)); };
  if (point < 0x80) {
    put(point);
  } else if (point < 0x800) {
    put(0xC0U | point >> 6U);
    put(0x80U | (point & 0x3FU));
  } else if (point < 0x10000) {
    put(0xE0U | point >> 12U);
    put(0x80U | (point >> 6U & 0x3FU));
    put(0x80U | (point & 0x3FU));
  } else {
    put(0xF0U | point >> 18U);
    put(0x80U | (point >> 12U & 0x3FU));
    put(0x80U | (point >> 6U & 0x3FU));
    put(0x80U | (point & 0x3FU));
  }
}

std::optional<std::string> to_utf8(std::u16string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const auto [point, end] = code_point_at(text, at);
    if (is_surrogate(point)) return std::nullopt;
    append_utf8(out, point);
    at = end;
  }
  return out;
}

void append_lossy_utf8(std::string& out, std::u16string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    // Runs of ASCII go over at once: most of a message is one.
    std::size_t end = at;
    while (end < text.size() && text[end] < 0x80) ++end;
    if (end > at) {
      const std::size_t size = out.size();
      out.resize(size + (end - at));
      for (std::size_t i = 0; at + i < end; ++i) out[size + i] = static_cast<char>(text[at + i]);
      at = end;
      continue;
    }
    const CodePoint next = code_point_at(text, at);
    append_utf8(out, is_surrogate(next.value) ? 0xFFFD : next.value);
    at = next.end;
  }
}

std::optional<std::u32string> code_points(std::string_view utf8) {
  std::u32string points;
  for (std::size_t at = 0; at < utf8.size();) {
    const auto first = static_cast<unsigned char>(utf8[at++]);
    const std::size_t more = first < 0x80 ? 0 : first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
    if (first >= 0x80 && (first < 0xC2 || first > 0xF4)) return std::nullopt;
    char32_t point = more == 0 ? first : first & (0x3FU >> more);
    for (std::size_t i = 0; i < more; ++i, ++at) {
      if (at == utf8.size() || (static_cast<unsigned char>(utf8[at]) & 0xC0U) != 0x80U) return std::nullopt;
      point = point << 6U | (static_cast<unsigned char>(utf8[at]) & 0x3FU);
    }
    constexpr char32_t least[] = {0, 0x80, 0x800, 0x10000};
    if (point < least[more] || point > 0x10FFFF || is_surrogate(point)) return std::nullopt;
    points.push_back(point);
  }
  return points;
}

}  // namespace klikspor::detail
