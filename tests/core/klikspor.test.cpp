#include "klikspor/klikspor.hpp"

#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "catch2.hpp"

using namespace klikspor;

// That this file compiles is half of the test: no two public headers define the same name.
TEST_CASE("all public headers go together, and klikspor.hpp names each", "[headers]") {
  const std::filesystem::path folder(KLIKSPOR_PUBLIC_HEADERS);
  std::set<std::string> expected;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const auto name = entry.path().filename().string();
    if (entry.is_regular_file() && name != "klikspor.hpp") expected.insert("#include \"klikspor/" + name + "\"");
  }
  REQUIRE(expected.size() > 20);

  std::set<std::string> included;
  std::ifstream all(folder / "klikspor.hpp");
  for (std::string line; std::getline(all, line);) {
    if (line.rfind("#include", 0) == 0) included.insert(line);
  }
  CHECK(included == expected);
}

TEST_CASE("a template's links are of the kinds that a campaign counts", "[headers]") {
  const Template templ = read_template(u"Se brand.dk, {{afmeld}}");
  CampaignShape shape{10, {}, 1, 0, false, 0};
  for (const TemplateLink& link : templ.links) shape.links.push_back(link.kind);
  CHECK(shape.links == std::vector{LinkKind::destination, LinkKind::opt_out});
  CHECK(ShardState(shape).totals().links.size() == 2);
}
