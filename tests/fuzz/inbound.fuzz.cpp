// A message that came back, as a gateway passes it on: what its text asks for does not depend on how it is written
// down, and its number is hashed as the digits it has.
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "input.hpp"
#include "klikspor/number_hash.hpp"
#include "klikspor/opt_out.hpp"
#include "seeds.hpp"

namespace {

using klikspor::InboundWord;

void check_hash(Input& input) {
  const klikspor::detail::SipKey key{input.number(8), input.number(8)};
  // Of any length: the highest numbers are few among all of eight octets.
  const std::uint64_t number = input.number(8) >> (input.octet() % 64U);
  const std::string digits = std::to_string(number);
  const std::vector<std::uint8_t> octets(digits.begin(), digits.end());
  check(klikspor::number_hash(key, number) == klikspor::detail::siphash24(key, std::span<const std::uint8_t>(octets)));
}

std::u16string in_capitals(std::u16string text) {
  for (char16_t& c : text)
    if (c >= u'a' && c <= u'z') c = static_cast<char16_t>(c - (u'a' - u'A'));
  return text;
}

}  // namespace

std::vector<Octets> seeds() {
  std::vector<Octets> all;
  for (const std::u16string_view text : {u"Stop tak", u"START igen. Hilsen Bo", u"meld mig til", u"Hvornår åbner I?"}) {
    Octets& seed = all.emplace_back();
    put(seed, 1, 8);
    put(seed, 2, 8);
    put(seed, 4520123456, 8);
    put(seed, 0, 1);
    put_code_units(seed, text);
  }
  return all;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Input input(data, size);
  check_hash(input);
  const std::u16string text = code_units(input.rest());
  const InboundWord word = klikspor::inbound_word(text);
  check((word == InboundWord::stop) == klikspor::is_opt_out_keyword(text));
  check(text.size() <= klikspor::longest_keyword_text || word == InboundWord::neither);
  if (text.size() + 2 > klikspor::longest_keyword_text) return 0;
  check(klikspor::inbound_word(in_capitals(text)) == word);
  check(klikspor::inbound_word(u' ' + text + u'\n') == word);
  return 0;
}
