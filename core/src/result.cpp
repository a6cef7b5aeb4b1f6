#include "klikspor/result.hpp"

namespace klikspor {

std::string_view name_of(Errc error) noexcept {
  switch (error) {
    case Errc::empty_url: return "empty-url";
    case Errc::bad_scheme: return "bad-scheme";
    case Errc::bad_syntax: return "bad-syntax";
    case Errc::too_long: return "too-long";
  }
  return "unknown";
}

}  // namespace klikspor
