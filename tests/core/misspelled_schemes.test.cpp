#include "klikspor/misspelled_schemes.hpp"

#include <string>
#include <vector>

#include "catch2.hpp"

using namespace klikspor;

TEST_CASE("a misspelled scheme is found where an address stands behind it", "[links]") {
  struct Row {
    std::u16string text;
    std::vector<std::u16string> schemes;
  };
  const auto row = GENERATE(values<Row>({
      {u"Se htps://shop.dk/x og ttps://shop.dk", {u"htps://", u"ttps://"}},
      {u"http//shop.dk https//www.shop.dk/x HTTPS//SHOP.DK", {u"http//", u"https//", u"HTTPS//"}},
      {u"https:/shop.dk http:shop.dk https:www.shop.dk https:///shop.dk",
       {u"https:/", u"http:", u"https:", u"https:///"}},
      {u"https;//shop.dk https:\\\\shop.dk htttps://shop.dk htpps:/shop.dk http/shop.dk",
       {u"https;//", u"https:\\\\", u"htttps://", u"htpps:/", u"http/"}},
      {u"https:// shop.dk/x http://https://shop.dk hhttps://shop.dk httos://shop.dk htp:shop.dk",
       {u"https:// ", u"http://https://", u"hhttps://", u"httos://", u"htp:"}},
      {u"https// brand.boutique/x", {u"https// "}},
      {u"网址htps://shop.dk", {u"htps://"}},
      {u"https: //shop.dk https ://www.shop.dk http ://shop.dk/x", {u"https: //", u"https ://", u"http ://"}},
      {u"https.//shop.dk http,//shop.dk https：//shop.dk https:／／shop.dk",
       {u"https.//", u"http,//", u"https：//", u"https:／／"}},
      {u"htts://shop.dk htt://shop.dk jttps://shop.dk gttp://shop.dk",
       {u"htts://", u"htt://", u"jttps://", u"gttp://"}},
      {u"htps://shop.dk/?u=http:/a.dk http:/b.dk", {u"htps://", u"http:/"}},
      {u"https://shop.dk/?u=http:/a.dk 1shop.dk?u=http:/a.dk www.shop.dk/http:/a.dk", {}},
      // Two slips, in letters and in signs.
      {u"hts://shop.dk hrrps://shop.dk hxxps://shop.dk hppts:/shop.dk ht//shop.dk",
       {u"hts://", u"hrrps://", u"hxxps://", u"hppts:/", u"ht//"}},
      {u"htt:shop.dk http5://shop.dk ｈttps://shop.dk нttps://shop.dk",
       {u"htt:", u"http5://", u"ｈttps://", u"нttps://"}},
      {u"éhttps://shop.dk", {u"éhttps://"}},
      {u"https-//shop.dk https:/ /shop.dk http|//shop.dk https:://shop.dk https://:shop.dk",
       {u"https-//", u"https:/ /", u"http|//", u"https:://", u"https://:"}},
      {u"https:%2F%2Fshop.dk https%3a%2f%2fwww.shop.dk/x", {u"https:%2F%2F", u"https%3a%2f%2f"}},
      {u"http. //shop.dk https, http.shop.dk https .shop.dk https:\n//shop.dk", {}},
      // None: as it should be, other schemes, words, and what no address stands behind.
      {u"https://shop.dk http://www.shop.dk:80/x", {}},
      {u"ftp://shop.dk sftp://shop.dk smtp://shop.dk ssh://shop.dk php://shop.dk smpp://shop.dk rtsp://shop.dk", {}},
      {u"ftps://shop.dk rtmp://shop.dk nntp://shop.dk tftp://shop.dk ws://shop.dk sms://shop.dk", {}},
      {u"HTTP/1.1 http/https http: https// hptt: Se http://localhost/x htps://localhost", {}},
      {u"ppt:shop.dk host:shop.dk hatt:shop.dk step:shop.dk path/shop.dk shop.dk/htps://x", {}},
      {u"hytte/shop.dk hts/shop.dk hts:shop.dk hytter://shop.dk", {}},
      {u"Nu https", {}},
      {u"", {}},
  }));
  CAPTURE(row.schemes.size());
  std::vector<std::u16string> found;
  for (const auto& scheme : find_misspelled_schemes(row.text)) {
    found.push_back(row.text.substr(scheme.start, scheme.end - scheme.start));
  }
  CHECK(found == row.schemes);
}
