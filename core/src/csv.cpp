#include "klikspor/csv.hpp"

#include <algorithm>

namespace klikspor {
namespace {

bool is_number(std::string_view field) noexcept {
  if (field.size() < 2 || (field[0] != '+' && field[0] != '-')) return false;
  const auto rest = field.substr(1);
  // Digits alone beside what people put between them: nothing a spreadsheet could call a function with. A second sign
  // of arithmetic would make it a sum.
  const bool digits = std::any_of(rest.begin(), rest.end(), [](char c) { return c >= '0' && c <= '9'; });
  return digits && rest.find_first_not_of("0123456789 .,()") == std::string_view::npos;
}

bool starts_a_formula(std::string_view field) noexcept {
  if (field.empty()) return false;
  if (std::string_view("=+-@\t\r\n").find(field[0]) != std::string_view::npos) return true;
  // Spreadsheets set up for Chinese, Japanese or Korean read the full-width forms of the signs as the signs.
  return field.starts_with("\uFF1D") || field.starts_with("\uFF0B") || field.starts_with("\uFF0D") ||
         field.starts_with("\uFF20");
}

bool would_be_computed(std::string_view field) noexcept {
  return starts_a_formula(field) && !is_number(field);
}

}  // namespace

void append_csv_field(std::string& out, std::string_view utf8, char separator, bool defuse) {
  const bool mark = defuse && would_be_computed(utf8);
  // Most characters are no separator and greater than all other marks: two comparisons tell.
  const auto marked = [separator](char c) {
    return c == separator || (static_cast<unsigned char>(c) <= '"' && (c == '"' || c == '\n' || c == '\r'));
  };
  const bool quote = std::any_of(utf8.begin(), utf8.end(), marked);
  if (quote) out.push_back('"');
  if (mark) out.push_back('\'');
  if (quote) {
    for (const char c : utf8) {
      if (c == '"') out.push_back('"');
      out.push_back(c);
    }
    out.push_back('"');
  } else {
    out += utf8;
  }
}

}  // namespace klikspor
