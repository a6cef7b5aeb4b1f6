#include "klikspor/device.hpp"

#include <algorithm>

#include "klikspor/detail/token_search.hpp"

namespace klikspor {
namespace {

/// Whether `small_word` begins `text`, ASCII case aside.
bool begins(std::string_view text, std::string_view small_word) noexcept {
  return text.size() >= small_word.size() &&
         std::equal(small_word.begin(), small_word.end(), text.begin(),
                    [](char word, char sign) { return word == detail::small(sign); });
}

bool is_letter(char sign) noexcept {
  return detail::small(sign) >= 'a' && detail::small(sign) <= 'z';
}

}  // namespace

Device device_of(std::string_view agent) noexcept {
  Device found = Device::other;
  for (std::size_t at = 0; at < agent.size(); ++at) {
    const auto rest = agent.substr(at);
    switch (detail::small(agent[at])) {
      case 'w':
        if (begins(rest, "windows phone")) return Device::other;
        break;
      case 'i':
        // There are tablets called MultiPad.
        if (begins(rest, "iphone") ||
            ((at == 0 || !is_letter(agent[at - 1])) && (begins(rest, "ipad") || begins(rest, "ipod")))) {
          found = Device::ios;
        }
        break;
      case 'a':
      case 'f':
      case 'c':
        // Facebook's apps may name no system, but their package.
        if (found == Device::other &&
            (begins(rest, "android") || begins(rest, "fb4a") || begins(rest, "com.facebook."))) {
          found = Device::android;
        }
        break;
      default: break;
    }
  }
  return found;
}

}  // namespace klikspor
