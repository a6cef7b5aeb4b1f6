// The slug sealer for JavaScript. Plain exported C functions over one resident buffer instead of Embind: `open` runs
// once per redirect, and an Embind string costs an allocation and two copies a call.
#include "klikspor/slug.hpp"

#include <emscripten/emscripten.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace {

/// Tokens and names in, slugs and keys out and in; `js/slug.ts` knows its size.
std::array<std::uint8_t, 36864> buffer;

char* text() {
  return reinterpret_cast<char*>(buffer.data());
}

klikspor::SlugWidth width_of(std::uint32_t width) {
  return width == 9 ? klikspor::SlugWidth::nine : klikspor::SlugWidth::eight;
}

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE std::uint8_t* slugBuffer() {
  return buffer.data();
}

/// The buffer holds `keys` records of 24 octets: key, from, to (both little-endian).
EMSCRIPTEN_KEEPALIVE klikspor::Sealer* slugSealer(std::uint32_t width, std::uint32_t keys, std::uint32_t highest) {
  constexpr std::size_t record = 24;
  std::vector<klikspor::SlugKey> list(keys);
  for (std::size_t i = 0; i < keys; ++i) {
    const std::span<const std::uint8_t, record> octets(&buffer[i * record], record);
    list[i].key = klikspor::detail::sip_key(octets.first<16>());
    list[i].from = static_cast<std::uint32_t>(klikspor::detail::little_endian(octets.subspan(16, 4)));
    list[i].to = static_cast<std::uint32_t>(klikspor::detail::little_endian(octets.subspan(20, 4)));
  }
  return new klikspor::Sealer(width_of(width), std::move(list), highest);
}

EMSCRIPTEN_KEEPALIVE void slugDispose(klikspor::Sealer* sealer) {
  delete sealer;
}

EMSCRIPTEN_KEEPALIVE double slugOpen(const klikspor::Sealer* sealer, std::uint32_t length) {
  return static_cast<double>(sealer->open({text(), length}));
}

EMSCRIPTEN_KEEPALIVE bool slugSeal(const klikspor::Sealer* sealer, double first_plain, std::uint32_t count) {
  return sealer->seal_run(static_cast<std::uint64_t>(first_plain), count, text());
}

EMSCRIPTEN_KEEPALIVE void slugSample(std::uint32_t width, std::uint32_t recipient, std::uint32_t link) {
  klikspor::sample_slug(width_of(width), recipient, link, text());
}

EMSCRIPTEN_KEEPALIVE std::uint32_t slugTestRecipient(std::uint32_t links_in_message) {
  return klikspor::test_recipient(links_in_message);
}

/// Leaves the name of the refusal in the buffer and returns its length; 0: accepted.
EMSCRIPTEN_KEEPALIVE std::uint32_t slugCheckVanity(std::uint32_t length) {
  const std::string_view name = klikspor::name_of(klikspor::check_vanity_slug({text(), length}));
  std::copy(name.begin(), name.end(), text());
  return static_cast<std::uint32_t>(name.size());
}

}  // extern "C"
