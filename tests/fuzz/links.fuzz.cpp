// Links. They stand in order inside the text, hold nothing that ends one, and are links by themselves; what is
// overlooked stands in none of them.
#include "klikspor/links.hpp"

#include <cstdint>
#include <string>
#include <vector>

#include "detail/signs.hpp"
#include "input.hpp"
#include "klikspor/beside_link.hpp"
#include "klikspor/misspelled_schemes.hpp"
#include "seeds.hpp"

namespace {

using klikspor::FoundLink;

void check_order(const std::vector<FoundLink>& found, std::size_t size) {
  std::uint32_t position = 0;
  for (const FoundLink& one : found) {
    check(one.start >= position && one.end > one.start && one.end <= size);
    position = one.end;
  }
}

bool overlap(const FoundLink& a, const FoundLink& b) {
  return a.start < b.end && b.start < a.end;
}

void check_link(std::u16string_view link) {
  // Merge fields hold what they like.
  if (link.find(u"{{") != std::u16string_view::npos) return;
  for (const char16_t c : link) {
    check(c > 0x20 && c != u'<' && c != u'>' && c != u'"' && c != 0x7F);
    const bool half = c >= 0xD800 && c <= 0xDFFF;
    const bool joins = c == 0x200C || c == 0x200D || (c >= 0x2010 && c <= 0x2014);
    check(c < 0x80 || half || joins || !klikspor::detail::is_sign(c));
  }
  const std::vector<FoundLink> whole{{0, static_cast<std::uint32_t>(link.size())}};
  check(klikspor::find_links(link) == whole);
}

}  // namespace

std::vector<Octets> seeds() {
  std::vector<Octets> all;
  for (const std::u16string_view text :
       {u"Se https://brand.dk/x_, www.shop.dk.Vi ses (brand.dk/a_(b)) 'https://x.dk/a'!",
        u"➡️www.shop.dk/x🎉 my_shop.brand.dk", u"网址：www.shop.dk/x nyt.dk+sms@gmail.com brand.boutique",
        u"htps://shop.dk https//shop.dk {{navn}}.brand.dk/{{x}}"}) {
    put_code_units(all.emplace_back(), text);
  }
  return all;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::u16string text = code_units({data, size});
  const auto links = klikspor::find_links(text);
  check_order(links, text.size());
  for (const FoundLink& link : links) {
    check_link(std::u16string_view(text).substr(link.start, link.end - link.start));
    check(klikspor::beside_link(text, link) < 128);
  }
  const auto overlooked = klikspor::find_overlooked_links(text);
  check_order(overlooked, text.size());
  for (const FoundLink& host : overlooked)
    for (const FoundLink& link : links) check(!overlap(host, link));
  check_order(klikspor::find_misspelled_schemes(text), text.size());
  return 0;
}
