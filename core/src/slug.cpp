#include "klikspor/slug.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include "detail/permutation.hpp"
#include "detail/signs.hpp"
#include "detail/word_list.hpp"
#include "klikspor/detail/utf8.hpp"

namespace klikspor {
namespace {

constexpr std::uint32_t radix = 49;
constexpr std::uint32_t radix_4 = radix * radix * radix * radix;

constexpr detail::Domain domain_of(SlugWidth width) {
  return {radix_4, width == SlugWidth::eight ? radix_4 : radix_4 * radix, static_cast<std::uint8_t>(width)};
}

constexpr std::size_t length_of(SlugWidth width) {
  return static_cast<std::size_t>(width);
}

constexpr std::int8_t no_sign = -1;

/// Value of each octet, or no_sign.
constexpr auto values = [] {
  std::array<std::int8_t, 256> table{};
  table.fill(no_sign);
  for (std::size_t i = 0; i < slug_alphabet.size(); ++i)
    table[static_cast<unsigned char>(slug_alphabet[i])] = static_cast<std::int8_t>(i);
  return table;
}();

constexpr std::int8_t value_of(char sign) {
  return values[static_cast<unsigned char>(sign)];
}

void write_four(std::uint32_t number, char* out) {
  for (int i = 3; i >= 0; --i, number /= radix) out[i] = slug_alphabet[number % radix];
}

void write(std::uint64_t sealed, SlugWidth width, char* out) {
  if (width == SlugWidth::nine) {
    *out++ = slug_alphabet[static_cast<std::size_t>(sealed / domain_of(SlugWidth::eight).size())];
    sealed %= domain_of(SlugWidth::eight).size();
  }
  write_four(static_cast<std::uint32_t>(sealed / radix_4), out);
  write_four(static_cast<std::uint32_t>(sealed % radix_4), out + 4);
}

/// The sealed number that a slug without anything behind it writes.
std::optional<std::uint64_t> read(std::string_view slug, SlugWidth width) noexcept {
  if (slug.size() != length_of(width)) return std::nullopt;
  std::uint64_t sealed = 0;
  for (const char sign : slug) {
    const std::int8_t value = value_of(sign);
    if (value == no_sign) return std::nullopt;
    sealed = sealed * radix + static_cast<std::uint64_t>(value);
  }
  return sealed;
}

int hex_value(char sign) noexcept {
  if (sign >= '0' && sign <= '9') return sign - '0';
  const char small = static_cast<char>(sign | 0x20);
  return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

constexpr detail::SipKey sample_key{0x726f70736b696c6bU, 0x21656c706d617320U};  // "klikspor sample!"

constexpr std::size_t longest_vanity = 64;

/// Paths that the worker or a browser asks for on every link host.
constexpr std::string_view reserved =
    " api app apple-app-site-association assets cdn-cgi favicon favicon.ico health index index.html robots "
    "robots.txt sitemap sitemap.xml status stop ";
static_assert(detail::in_order(reserved));

}  // namespace

std::string bare_token(std::string_view path_token) {
  std::string bare;
  bare.reserve(path_token.size());
  std::size_t end = 0;
  for (std::size_t at = 0; at < path_token.size(); ++at) {
    char sign = path_token[at];
    const int high = sign == '%' && at + 2 < path_token.size() ? hex_value(path_token[at + 1]) : -1;
    const int low = high < 0 ? -1 : hex_value(path_token[at + 2]);
    if (low >= 0) {
      sign = static_cast<char>(high << 4 | low);
      at += 2;
    }
    bare.push_back(sign);
    const char small = static_cast<char>(sign | 0x20);
    if ((sign >= '0' && sign <= '9') || (small >= 'a' && small <= 'z')) end = bare.size();
  }
  const auto behind = detail::code_points(std::string_view(bare).substr(end));
  const auto is_letter = [](char32_t c) { return c >= 0x80 && !detail::is_sign(c); };
  if (behind && std::none_of(behind->begin(), behind->end(), is_letter)) bare.resize(end);
  return bare;
}

std::uint32_t highest_campaign(SlugWidth width) noexcept {
  return static_cast<std::uint32_t>(domain_of(width).size() / slots_per_campaign - 1);
}

Sealer::Sealer(SlugWidth width, std::vector<SlugKey> keys, std::uint32_t highest)
    : width_(width), highest_(std::min(highest, highest_campaign(width))), keys_(std::move(keys)) {}

const SlugKey* Sealer::key_of(std::uint64_t campaign) const noexcept {
  if (campaign == 0 || campaign > highest_campaign(width_)) return nullptr;
  for (const SlugKey& key : keys_)
    if (campaign >= key.from && campaign <= key.to) return &key;
  return nullptr;
}

std::int64_t Sealer::open(std::string_view path_token) const noexcept {
  auto sealed = read(path_token, width_);
  if (!sealed) sealed = read(bare_token(path_token), width_);
  if (!sealed) return -1;
  for (const SlugKey& key : keys_) {
    const std::uint64_t plain = detail::unpermute(key.key, domain_of(width_), *sealed);
    const std::uint64_t campaign = campaign_of(plain);
    // The key must be the one that seals this campaign, or an older key would still open what a newer one took over.
    if (campaign <= highest_ && key_of(campaign) == &key) return static_cast<std::int64_t>(plain);
  }
  return -1;
}

bool Sealer::seal(std::uint64_t plain, char* out) const noexcept {
  return seal_run(plain, 1, out);
}

bool Sealer::seal_run(std::uint64_t first_plain, std::uint32_t count, char* out) const noexcept {
  const SlugKey* key = key_of(campaign_of(first_plain));
  if (key == nullptr || first_plain % slots_per_campaign + count > slots_per_campaign) return false;
  for (std::uint32_t i = 0; i < count; ++i, out += length_of(width_))
    write(detail::permute(key->key, domain_of(width_), first_plain + i), width_, out);
  return true;
}

void sample_slug(SlugWidth width, std::uint32_t recipient, std::uint32_t link, char* out) noexcept {
  const std::uint64_t plain = std::uint64_t{recipient} << 8 | (link & 0xffU);
  write(detail::permute(sample_key, domain_of(width), plain), width, out);
}

std::string sample_slug(SlugWidth width, std::uint32_t recipient, std::uint32_t link) {
  std::string slug(length_of(width), '\0');
  sample_slug(width, recipient, link, slug.data());
  return slug;
}

std::string_view name_of(VanityRefusal refusal) noexcept {
  switch (refusal) {
    case VanityRefusal::none: return "";
    case VanityRefusal::empty: return "vanity-empty";
    case VanityRefusal::too_long: return "vanity-too-long";
    case VanityRefusal::bad_character: return "vanity-bad-character";
    case VanityRefusal::reserved: return "vanity-reserved";
    case VanityRefusal::shape: return "vanity-shape";
  }
  return "";
}

VanityRefusal check_vanity_slug(std::string_view slug) noexcept {
  if (slug.empty()) return VanityRefusal::empty;
  if (slug.size() > longest_vanity) return VanityRefusal::too_long;
  if (detail::lists(reserved, slug)) return VanityRefusal::reserved;
  if (slug.front() == '-' || slug.back() == '-') return VanityRefusal::bad_character;
  for (const char sign : slug)
    if (!((sign >= 'a' && sign <= 'z') || (sign >= '0' && sign <= '9') || sign == '-'))
      return VanityRefusal::bad_character;
  const bool all_signs = std::all_of(slug.begin(), slug.end(), [](char sign) { return value_of(sign) != no_sign; });
  if (all_signs && (slug.size() == length_of(SlugWidth::eight) || slug.size() == length_of(SlugWidth::nine)))
    return VanityRefusal::shape;
  return VanityRefusal::none;
}

}  // namespace klikspor
