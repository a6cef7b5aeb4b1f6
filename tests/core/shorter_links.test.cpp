#include "klikspor/shorter_links.hpp"

#include <string>
#include <vector>

#include "catch2.hpp"
#include "klikspor/message.hpp"

using namespace klikspor;

namespace {

std::vector<OutlinedLink> outlined(const Template& templ) {
  std::vector<OutlinedLink> links;
  for (const TemplateLink& link : templ.links) links.push_back({link.link, link.kind, address_of(templ, link)});
  return links;
}

std::vector<std::int32_t> of_shorter(const Template& message, const Template& shorter) {
  return links_of_shorter(outlined(message), outlined(shorter));
}

}  // namespace

TEST_CASE("a shorter text's links are the message's links to the same places", "[shorter_links]") {
  const auto [message, shorter, links] = GENERATE(table<std::u16string, std::u16string, std::vector<std::int32_t>>({
      {u"a.dk/x b.dk {{afmeld}}", u"b.dk {{afmeld}}", {1, 2}},
      {u"a.dk/x b.dk {{afmeld}}", u"{{optout}} https://www.a.dk/x https://a.dk/x", {2, -1, 0}},
      {u"a.dk a.dk a.dk", u"a.dk A.dk/ HTTPS://a.dk a.dk", {0, 1, 2, 2}},
      {u"a.dk/å", u"a.dk/%C3%A5", {0}},
      {u"a.dk", u"c.dk {{afmeld}}", {-1, -1}},
      {u"", u"a.dk", {-1}},
      {u"a.dk", u"", {}},
      // What is refused is the same only as it is written.
      {u"bit.ly/x BIT.ly/x", u"BIT.ly/x bit.ly/x", {1, 0}},
  }));
  CAPTURE(std::string(shorter.begin(), shorter.end()));
  CHECK(of_shorter(read_template(message), read_template(shorter)) == links);
}

TEST_CASE("links that are kept as they stand are no short links", "[shorter_links]") {
  const std::vector<std::uint32_t> keep{0};
  const Template message = read_template(u"a.dk b.dk", keep);
  CHECK(of_shorter(message, read_template(u"b.dk a.dk")) == std::vector<std::int32_t>{0, -1});
}
