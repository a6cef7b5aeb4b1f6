#include "detail/host.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <utility>

#include "klikspor/detail/utf8.hpp"

namespace klikspor::detail {
namespace {

// --- Punycode (RFC 3492, 5 and 6) ---------------------------------------------------------------------------------

constexpr std::uint32_t base = 36;
constexpr std::uint32_t t_min = 1;
constexpr std::uint32_t t_max = 26;
constexpr std::uint32_t skew = 38;
constexpr std::uint32_t damp = 700;
constexpr std::uint32_t initial_bias = 72;
constexpr std::uint32_t initial_n = 128;

std::uint32_t adapt(std::uint32_t delta, std::uint32_t points, bool first) noexcept {
  delta = first ? delta / damp : delta / 2;
  delta += delta / points;
  std::uint32_t k = 0;
  for (; delta > (base - t_min) * t_max / 2; k += base) delta /= base - t_min;
  return k + (base - t_min + 1) * delta / (delta + skew);
}

std::uint32_t threshold(std::uint32_t k, std::uint32_t bias) noexcept {
  if (k <= bias) return t_min;
  return k >= bias + t_max ? t_max : k - bias;
}

char digit_of(std::uint32_t value) noexcept {
  return static_cast<char>(value < 26 ? 'a' + static_cast<int>(value) : '0' + static_cast<int>(value) - 26);
}

std::uint32_t value_of(char digit) noexcept {
  if (digit >= 'a' && digit <= 'z') return static_cast<std::uint32_t>(digit - 'a');
  if (digit >= '0' && digit <= '9') return static_cast<std::uint32_t>(digit - '0') + 26;
  return base;
}

// --- labels -------------------------------------------------------------------------------------------------------

enum class Script : std::uint8_t { common, latin, greek, cyrillic, other };

/// Letters that UTS #46 maps to others, such as the long s to s: a browser would lead elsewhere than we show.
bool is_mapped_latin(char32_t c) noexcept {
  return c == 0x130 || c == 0x132 || c == 0x133 || c == 0x13F || c == 0x140 || c == 0x149 || c == 0x17F ||
         c == 0x1E9A || c == 0x1E9B || c == 0x1E9E;
}

/// Of a letter in lower case. Latin are those that languages of Europe and Vietnamese write with.
Script script_of(char32_t c) noexcept {
  if (c == '-' || (c >= '0' && c <= '9') || c == '_') return Script::common;
  const bool latin = (c >= 'a' && c <= 'z') || (c >= 0xDF && c <= 0x17F && c != 0xF7) || c == 0x1A1 || c == 0x1B0 ||
                     c == 0x219 || c == 0x21B || (c >= 0x1E00 && c <= 0x1EFF);
  if (latin && !is_mapped_latin(c)) return Script::latin;
  if (c == 0x390 || (c >= 0x3AC && c <= 0x3CE)) return Script::greek;
  if (c >= 0x430 && c <= 0x45F) return Script::cyrillic;
  if (c >= 0x460 && c <= 0x4FF && (c < 0x482 || c > 0x489)) return Script::cyrillic;
  return Script::other;
}

/// Greek and Cyrillic letters that look like Latin ones. A word of nothing else is a disguise more often than a name.
bool looks_latin(char32_t c) noexcept {
  constexpr std::u32string_view letters =
      U"αικνορτυχ"
      U"асеһіјӏорѕхуъьҽпгѵѡ";
  return script_of(c) == Script::common || letters.find(c) != std::u32string_view::npos;
}

/// Simple case folding of the letters `script_of` takes.
char32_t lower(char32_t c) noexcept {
  if (c >= 'A' && c <= 'Z') return c + 32;
  if (c >= 0xC0 && c <= 0xDE && c != 0xD7) return c + 32;
  if (c == 0x178) return 0xFF;
  if (c == 0x1AF) return 0x1B0;
  if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E)) return c % 2 == 1 ? c + 1 : c;
  if ((c >= 0x100 && c <= 0x137 && c != 0x130 && c != 0x131) || (c >= 0x14A && c <= 0x177) || c == 0x1A0 ||
      c == 0x218 || c == 0x21A || (c >= 0x1E00 && c <= 0x1E95) || (c >= 0x1EA0 && c <= 0x1EFF) ||
      (c >= 0x460 && c <= 0x481) || (c >= 0x48A && c <= 0x4BF) || (c >= 0x4D0 && c <= 0x4FF)) {
    return c % 2 == 0 ? c + 1 : c;
  }
  if (c == 0x386) return 0x3AC;
  if (c >= 0x388 && c <= 0x38A) return c + 37;
  if (c == 0x38C) return 0x3CC;
  if (c == 0x38E || c == 0x38F) return c + 63;
  if (c >= 0x391 && c <= 0x3AB && c != 0x3A2) return c + 32;
  if (c >= 0x410 && c <= 0x42F) return c + 32;
  if (c >= 0x400 && c <= 0x40F) return c + 80;
  return c;
}

bool is_ascii(std::u32string_view label) noexcept {
  return std::all_of(label.begin(), label.end(), [](char32_t c) { return c < 0x80; });
}

/// Whether a label, lower-cased already, is of one script and does not pass for another.
bool one_script(std::u32string_view label) noexcept {
  Script found = Script::common;
  for (const char32_t c : label) {
    const Script script = script_of(c);
    if (script == Script::common) continue;
    if (script == Script::other || (found != Script::common && found != script)) return false;
    found = script;
  }
  return found == Script::latin || found == Script::common || !std::all_of(label.begin(), label.end(), looks_latin);
}

// --- other scripts, as far as they can be spelled in Punycode ------------------------------------------------------

/// Letters and marks of scripts that are not judged here, but that UTS #46 leaves as they are and that join no other
/// into one letter (NFC), so that their Punycode is what a browser makes of them. Each range ends where it says.
struct Range {
  char32_t first, last;
};
constexpr std::array plain_letters{
    Range{0x561, 0x586},  // Armenian, small
    Range{0x904, 0x928},  // Devanagari, but the letters that a dot below makes
    Range{0x92A, 0x930},   Range{0x932, 0x933},   Range{0x935, 0x939},   Range{0xE01, 0xE30},  // Thai, but am
    Range{0xE32, 0xE32},   Range{0xE40, 0xE46},   Range{0x10D0, 0x10F0},                       // Georgian
    Range{0x3005, 0x3007},                                                                     // Japanese and Chinese
    Range{0x3041, 0x3096}, Range{0x30A1, 0x30FA}, Range{0x30FC, 0x30FC}, Range{0x3400, 0x4DBF},
    Range{0x4E00, 0x9FFF}, Range{0xAC00, 0xD7A3},  // Korean
};
constexpr std::array plain_marks{
    Range{0x900, 0x903}, Range{0x93E, 0x94D}, Range{0xE31, 0xE31}, Range{0xE34, 0xE3A}, Range{0xE47, 0xE4E},
};
/// The same of scripts that are written from right to left. They go with no other sign in a label, nor beside a label
/// that begins with none of either side's letters: browsers refuse what could be read in two orders (RFC 5893).
constexpr std::array leftward_letters{
    Range{0x5D0, 0x5EA},                                                                 // Hebrew
    Range{0x620, 0x63F}, Range{0x641, 0x64A}, Range{0x671, 0x674}, Range{0x679, 0x6BF},  // Arabic
};

template <std::size_t size>
bool among(const std::array<Range, size>& ranges, char32_t c) noexcept {
  return std::any_of(ranges.begin(), ranges.end(),
                     [c](const Range& range) { return c >= range.first && c <= range.last; });
}

bool is_leftward(std::u32string_view label) noexcept {
  return std::all_of(label.begin(), label.end(), [](char32_t c) { return among(leftward_letters, c); });
}

/// Of a label in lower case.
bool stays_as_written(std::u32string_view label) noexcept {
  const auto stays = [](char32_t c) {
    return script_of(c) != Script::other || among(plain_letters, c) || among(plain_marks, c);
  };
  return !among(plain_marks, label.front()) && label.substr(0, 4) != U"xn--" &&
         std::all_of(label.begin(), label.end(), stays);
}

// --- addresses ----------------------------------------------------------------------------------------------------

bool is_number(std::string_view label) noexcept {
  const bool hex = label.size() > 1 && label[0] == '0' && label[1] == 'x';
  const auto digits = hex ? label.substr(2) : label;
  return std::all_of(digits.begin(), digits.end(),
                     [hex](char c) { return (c >= '0' && c <= '9') || (hex && c >= 'a' && c <= 'f'); });
}

std::optional<std::uint32_t> dotted_quad(std::string_view host) noexcept {
  std::size_t numbers = 0;
  std::uint32_t address = 0;
  for (std::size_t at = 0; at <= host.size(); ++numbers) {
    const std::size_t dot = std::min(host.find('.', at), host.size());
    const auto number = host.substr(at, dot - at);
    if (number.empty() || number.size() > 3 || (number.size() > 1 && number[0] == '0')) return std::nullopt;
    std::uint32_t value = 0;
    for (const char c : number) {
      if (c < '0' || c > '9') return std::nullopt;
      value = value * 10 + static_cast<std::uint32_t>(c - '0');
    }
    if (value > 255) return std::nullopt;
    address = address << 8U | value;
    at = dot + 1;
  }
  return numbers == 4 ? std::optional(address) : std::nullopt;
}

// --- reach --------------------------------------------------------------------------------------------------------

/// The first `bits` of an IPv4 address.
struct Block {
  std::uint32_t first;
  unsigned bits;
};
constexpr Block block(std::uint32_t a, std::uint32_t b, std::uint32_t c, unsigned bits) {
  return {a << 24U | b << 16U | c << 8U, bits};
}

/// IANA's registry of special-purpose IPv4 addresses, those that are not globally reachable; and multicast (RFC 5771).
constexpr std::array closed_blocks{
    block(0, 0, 0, 8),        // this host
    block(10, 0, 0, 8),       // private
    block(100, 64, 0, 10),    // shared by a carrier's customers
    block(127, 0, 0, 8),      // loopback
    block(169, 254, 0, 16),   // link-local
    block(172, 16, 0, 12),    // private
    block(192, 0, 0, 24),     // protocol assignments
    block(192, 0, 2, 24),     // documentation
    block(192, 168, 0, 16),   // private
    block(198, 18, 0, 15),    // benchmarks
    block(198, 51, 100, 24),  // documentation
    block(203, 0, 113, 24),   // documentation
    block(224, 0, 0, 4),      // multicast
    block(240, 0, 0, 4),      // reserved, broadcast
};

Reach reach_of(std::uint32_t address) noexcept {
  const bool closed = std::any_of(closed_blocks.begin(), closed_blocks.end(), [address](const Block& one) {
    return (address ^ one.first) >> (32U - one.bits) == 0;
  });
  return closed ? Reach::nowhere : Reach::open;
}

/// Top-level labels kept out of the DNS (RFC 2606, 6761, 6762 with its appendix G, 7686, 8375, 9476; `corp`, `home` and
/// `mail` by ICANN's board in 2018), and what routers and hosts files write.
constexpr std::array<std::string_view, 15> closed_endings{"alt",       "arpa",    "corp",  "home",    "internal",
                                                          "intranet",  "invalid", "lan",   "local",   "localdomain",
                                                          "localhost", "mail",    "onion", "private", "test"};

Reach reach_of(std::string_view top_label) noexcept {
  if (top_label == "example") return Reach::documentation;
  const auto end = closed_endings.end();
  return std::find(closed_endings.begin(), end, top_label) == end ? Reach::open : Reach::nowhere;
}

Result<Host> finish_label(std::u32string label) {
  std::transform(label.begin(), label.end(), label.begin(), lower);
  if (label.empty() || label.front() == '-' || label.back() == '-') return Errc::host_syntax;
  Host done;
  if (is_ascii(label)) {
    for (const char32_t c : label) {
      if (script_of(c) == Script::other) return Errc::host_syntax;
      done.ascii.push_back(static_cast<char>(c));
    }
    done.display = done.ascii;
    if (label.substr(0, 4) == U"xn--") {
      std::u32string shown;
      if (!punycode_decode(std::string_view(done.ascii).substr(4), shown) || is_ascii(shown) ||
          punycode_encode(shown) != done.ascii.substr(4)) {
        return Errc::host_punycode;
      }
      // What cannot be judged is shown as it is written.
      if (one_script(shown)) {
        done.display.clear();
        for (const char32_t c : shown) append_utf8(done.display, c);
      }
    }
  } else {
    if (label.substr(0, 4) == U"xn--") return Errc::host_punycode;
    if (!one_script(label)) return Errc::host_script;
    done.ascii = "xn--" + punycode_encode(label);
    for (const char32_t c : label) append_utf8(done.display, c);
  }
  if (done.ascii.size() > 63) return Errc::host_syntax;
  return done;
}

}  // namespace

std::string punycode_encode(std::u32string_view label) {
  std::string out;
  for (const char32_t c : label) {
    if (c < 0x80) out.push_back(static_cast<char>(c));
  }
  auto handled = static_cast<std::uint32_t>(out.size());
  const std::uint32_t basic = handled;
  if (basic > 0) out.push_back('-');
  std::uint32_t n = initial_n;
  std::uint32_t delta = 0;
  std::uint32_t bias = initial_bias;
  while (handled < label.size()) {
    char32_t next = 0x110000;
    for (const char32_t c : label) {
      if (c >= n && c < next) next = c;
    }
    delta += (next - n) * (handled + 1);
    n = next;
    for (const char32_t c : label) {
      if (c < n) ++delta;
      if (c != n) continue;
      std::uint32_t q = delta;
      for (std::uint32_t k = base;; k += base) {
        const std::uint32_t t = threshold(k, bias);
        if (q < t) break;
        out.push_back(digit_of(t + (q - t) % (base - t)));
        q = (q - t) / (base - t);
      }
      out.push_back(digit_of(q));
      bias = adapt(delta, handled + 1, handled == basic);
      delta = 0;
      ++handled;
    }
    ++delta;
    ++n;
  }
  return out;
}

bool punycode_decode(std::string_view encoded, std::u32string& label) {
  label.clear();
  // A label has at most 63 octets, so none of the sums below can leave 64 bits.
  if (encoded.size() > 63) return false;
  const std::size_t hyphen = encoded.rfind('-');
  std::size_t at = 0;
  if (hyphen != std::string_view::npos) {
    for (const char c : encoded.substr(0, hyphen)) label.push_back(static_cast<unsigned char>(c));
    at = hyphen + 1;
  }
  std::uint64_t n = initial_n;
  std::uint64_t i = 0;
  std::uint32_t bias = initial_bias;
  while (at < encoded.size()) {
    const std::uint64_t before = i;
    std::uint64_t weight = 1;
    for (std::uint32_t k = base;; k += base) {
      if (at == encoded.size()) return false;
      const std::uint32_t digit = value_of(encoded[at++]);
      if (digit >= base) return false;
      i += digit * weight;
      const std::uint32_t t = threshold(k, bias);
      if (digit < t) break;
      weight *= base - t;
      if (weight > 0xFFFFFFFFU || i > 0xFFFFFFFFU) return false;
    }
    const auto points = static_cast<std::uint32_t>(label.size()) + 1;
    bias = adapt(static_cast<std::uint32_t>(i - before), points, before == 0);
    n += i / points;
    i %= points;
    if (n > 0x10FFFF || (n >= 0xD800 && n <= 0xDFFF)) return false;
    label.insert(label.begin() + static_cast<std::ptrdiff_t>(i), static_cast<char32_t>(n));
    ++i;
  }
  return true;
}

Result<Host> finish_host(std::string_view utf8) {
  if (utf8.empty()) return Errc::no_host;
  const auto points = code_points(utf8);
  if (!points) return Errc::host_syntax;
  Host host;
  std::string last;
  std::size_t labels = 0;
  for (std::size_t at = 0; at <= points->size(); ++labels) {
    const std::size_t dot = std::min(points->find(U'.', at), points->size());
    const auto label = finish_label(points->substr(at, dot - at));
    if (!label) return label.error();
    if (labels > 0) {
      host.ascii.push_back('.');
      host.display.push_back('.');
    }
    host.ascii += label->ascii;
    host.display += label->display;
    last = label->ascii;
    at = dot + 1;
  }
  if (is_number(last)) {
    const auto address = dotted_quad(host.ascii);
    if (!address) return Errc::host_numeric;
    host.is_address = true;
    host.reach = reach_of(*address);
  } else {
    host.reach = reach_of(last);
  }
  if (labels == 1 && host.ascii != "localhost") return Errc::host_no_dot;
  if (host.ascii.size() > 253) return Errc::host_syntax;
  return host;
}

std::string spelled_host(std::string_view utf8) {
  const auto points = code_points(utf8);
  if (!points) return {};
  std::string host;
  bool any_leftward = false;
  bool all_stand_beside_leftward = true;
  for (std::size_t at = 0; at <= points->size();) {
    const std::size_t dot = std::min(points->find(U'.', at), points->size());
    std::u32string label = points->substr(at, dot - at);
    at = dot + 1;
    if (label.empty()) return {};
    std::transform(label.begin(), label.end(), label.begin(), lower);
    all_stand_beside_leftward = all_stand_beside_leftward && script_of(label.front()) != Script::common &&
                                label.back() != U'_' && label.substr(0, 4) != U"xn--";
    if (!host.empty()) host.push_back('.');
    if (is_ascii(label)) {
      for (const char32_t c : label) host.push_back(static_cast<char>(c));
      continue;
    }
    const bool leftward = is_leftward(label);
    if (!leftward && !stays_as_written(label)) return {};
    any_leftward = any_leftward || leftward;
    host += "xn--" + punycode_encode(label);
  }
  if (any_leftward && !all_stand_beside_leftward) return {};
  return finish_host(host) ? host : std::string();
}

}  // namespace klikspor::detail
