#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace klikspor {

/// What kind of phone asks. The values are stored: added to, never changed.
enum class Device : std::uint8_t { ios, android, other };
inline constexpr std::size_t devices = 3;

/// Reads the device out of a user agent, in any case: the system that it names, or the package of Facebook's apps for
/// Android, which may name nothing else. Windows phones name Android and the iPhone too and are `other`, and so is an
/// iPad that asks for desktop pages, because it says it is a Mac. Linear, allocates nothing.
[[nodiscard]] Device device_of(std::string_view agent) noexcept;

}  // namespace klikspor
