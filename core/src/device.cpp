#include "klikspor/device.hpp"

namespace klikspor {

Device device_of(std::string_view agent) noexcept {
  const auto has = [agent](std::string_view word) { return agent.find(word) != std::string_view::npos; };
  if (has("Windows Phone")) return Device::other;
  if (has("iPhone") || has("iPad") || has("iPod")) return Device::ios;
  if (has("Android")) return Device::android;
  return Device::other;
}

}  // namespace klikspor
