#pragma once
#include <array>
#include <cstdint>
#include <string_view>

namespace klikspor {

/// How the characters of a message travel. People see GSM-7 and UCS-2.
enum class Encoding : std::uint8_t { gsm7, ucs2 };

[[nodiscard]] std::string_view name_of(Encoding encoding) noexcept;

/// National language tables by identifier (3GPP TS 23.038, 6.2.1.2.4): 0 default, 1 Turkish, 2 Spanish, 3 Portuguese,
/// 4 Bengali, 5 Gujarati, 6 Hindi, 7 Kannada, 8 Malayalam, 9 Oriya, 10 Punjabi, 11 Tamil, 12 Telugu, 13 Urdu.
/// Spanish has no locking table: asked for, it is the default.
struct NationalTables {
  std::uint8_t locking = 0;
  std::uint8_t single = 0;
  friend bool operator==(const NationalTables&, const NationalTables&) = default;
};

inline constexpr std::uint8_t national_languages = 14;

namespace detail {
/// Septets of U+0000 … U+00FF in the default alphabet and its extension table; 0: in neither. U+001B is the escape
/// itself and no character: a text that holds it cannot travel as GSM-7.
[[nodiscard]] consteval std::array<std::uint8_t, 256> default_latin_septets() {
  std::array<std::uint8_t, 256> septets{};
  constexpr std::u16string_view one =
      u"@£$¥èéùìòÇ\nØø\rÅåÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
      u"abcdefghijklmnopqrstuvwxyzäöñüà_";
  constexpr std::u16string_view two = u"\f^{}\\[~]|";
  for (const char16_t unit : one) septets[unit] = 1;
  for (const char16_t unit : two) septets[unit] = 2;
  return septets;
}
inline constexpr std::array<std::uint8_t, 256> latin_septets = default_latin_septets();
}  // namespace detail

/// Septets a code unit takes with the default tables (3GPP TS 23.038, 6.2.1): 1 in the alphabet, 2 in the extension
/// table, 0 in neither (the whole text then travels as UCS-2).
[[nodiscard]] constexpr std::uint32_t septets_of(char16_t unit) noexcept {
  if (unit < 256) return detail::latin_septets[unit];
  switch (unit) {
    case u'Γ':
    case u'Δ':
    case u'Θ':
    case u'Λ':
    case u'Ξ':
    case u'Π':
    case u'Σ':
    case u'Φ':
    case u'Ψ':
    case u'Ω': return 1;
    case u'€': return 2;
    default: return 0;
  }
}

[[nodiscard]] constexpr bool is_high_surrogate(char16_t unit) noexcept {
  return unit >= 0xD800 && unit <= 0xDBFF;
}
[[nodiscard]] constexpr bool is_low_surrogate(char16_t unit) noexcept {
  return unit >= 0xDC00 && unit <= 0xDFFF;
}

/// Septets by code unit for one pair of tables: what `septets_of` is for the default pair. Built in about a
/// microsecond, no allocation; a character in both tables costs one septet.
class SeptetCosts {
 public:
  explicit SeptetCosts(NationalTables tables) noexcept;

  /// 1, 2 or 0 (in neither table).
  [[nodiscard]] std::uint32_t operator()(char16_t unit) const noexcept {
    for (std::size_t i = slot_of(unit);; i = (i + 1) % slots) {
      if (costs_[i] == 0) return 0;
      if (units_[i] == unit) return costs_[i];
    }
  }

 private:
  // Open addressing: at most 254 characters in 512 slots, so a search ends after a step or two.
  static constexpr std::size_t slots = 512;
  [[nodiscard]] static constexpr std::size_t slot_of(char16_t unit) noexcept {
    return (unit * 0x9E3779B1U >> 16U) % slots;
  }
  void add(char16_t unit, std::uint8_t cost) noexcept;

  std::array<char16_t, slots> units_{};
  std::array<std::uint8_t, slots> costs_{};
};

}  // namespace klikspor
