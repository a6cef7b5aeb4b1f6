#include "klikspor/stripped_parameters.hpp"

#include <string>
#include <vector>

#include "catch2.hpp"

using namespace klikspor;

TEST_CASE("an address loses the parameters that browsers take off, and nothing else", "[stripped_parameters]") {
  struct Row {
    std::u16string url;
    std::vector<std::u16string> names;
    std::u16string rest;
  };
  const auto row = GENERATE(values<Row>({
      {u"brand.dk/?gclid=1", {u"gclid"}, u"brand.dk/"},
      {u"brand.dk/?a=1&gclid=1", {u"gclid"}, u"brand.dk/?a=1"},
      {u"brand.dk/?gclid=1&a=1", {u"gclid"}, u"brand.dk/?a=1"},
      {u"https://brand.dk/x?fbclid=1&a=%20&fbclid=2&msclkid#top?gclid=1",
       {u"fbclid", u"msclkid"},
       u"https://brand.dk/x?a=%20#top?gclid=1"},
      {u"brand.dk/?mc_eid", {u"mc_eid"}, u"brand.dk/"},
      {u"brand.dk/?a&&gclid=1&", {u"gclid"}, u"brand.dk/?a&&"},
      {u"brand.dk?&gclid", {u"gclid"}, u"brand.dk?"},
      {u"?hsctatracking", {u"hsctatracking"}, u""},
  }));
  CAPTURE(std::string(row.url.begin(), row.url.end()));
  CHECK(stripped_parameters(row.url) == row.names);
  CHECK(without_stripped(row.url) == row.rest);
}

TEST_CASE("an address without such parameters stays as it is", "[stripped_parameters]") {
  const auto url =
      GENERATE(as<std::u16string>{}, u"", u"?", u"#", u"brand.dk", u"brand.dk/?", u"brand.dk/gclid=1",
               u"brand.dk/?utm_source=sms&utm_campaign=a&ref={slug}", u"brand.dk/?GCLID=1&a=gclid&agclid=1",
               u"brand.dk/#?gclid=1", u"brand.dk/?constructor=1", u"brand.dk/?=gclid", u"brand.dk/?__s%20=1",
               u"brand.dk/?hsctatrackingx", u"brand.dk/?gclid fbclid=1", u"brand.dk/?gcl\u0069\u0307d=1");
  CAPTURE(std::string(url.begin(), url.end()));
  CHECK(stripped_parameters(url).empty());
  CHECK(without_stripped(url) == url);
}

TEST_CASE("a parameter is stripped by its whole name, as written", "[stripped_parameters]") {
  CHECK(is_stripped(u"gclid"));
  CHECK(is_stripped(u"__hsfp"));
  CHECK(is_stripped(u"ysclid"));
  CHECK_FALSE(is_stripped(u""));
  CHECK_FALSE(is_stripped(u"gcli"));
  CHECK_FALSE(is_stripped(u"Gclid"));
  CHECK_FALSE(is_stripped(u"gclid "));
  CHECK_FALSE(is_stripped(u"gclid fbclid"));
  CHECK_FALSE(is_stripped(std::u16string(1000, u'a')));
}
