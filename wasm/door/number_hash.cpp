// What numbers are known by where they may not be.
#include "klikspor/number_hash.hpp"

#include <cstring>

#include "convert.hpp"

namespace klikspor::door {
namespace {

constexpr std::size_t key_octets = 16;

val hash_numbers(const val& given_key, const val& given_numbers) {
  Reader reader;
  auto key = reader.octets("key", given_key);
  key.resize(reader.whole<std::size_t>("key.length", number(key.size()), key_octets, key_octets));
  const auto numbers = reader.numbers<double>("numbers", given_numbers);
  if (reader.refused()) return reader.error();
  const auto words = detail::sip_key(std::span<const std::uint8_t, key_octets>(key.data(), key_octets));
  std::vector<std::uint8_t> hashes(numbers.size() * sizeof(std::uint64_t));
  auto* next = hashes.data();
  for (const double digits : numbers) {
    const auto whole = static_cast<std::uint64_t>(digits >= 1 && digits <= number(highest_number) ? digits : 1);
    // What is not a whole number of a telephone's digits is told, and nothing is made of it.
    if (number(whole) != digits) {
      static_cast<void>(reader.whole<std::uint64_t>("numbers", digits, 1, number(highest_number)));
    }
    const std::uint64_t hash = number_hash(words, whole);
    // WebAssembly is little-endian, as the hashes are.
    std::memcpy(next, &hash, sizeof hash);
    next += sizeof hash;
  }
  if (reader.refused()) return reader.error();
  return typed_array(hashes);
}

}  // namespace

EMSCRIPTEN_BINDINGS(number_hash) {
  emscripten::function("hashNumbers", &hash_numbers);
}

}  // namespace klikspor::door
