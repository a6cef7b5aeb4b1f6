#include "klikspor/slug.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "catch2.hpp"
#include "detail/permutation.hpp"
#include "tsv.hpp"

using namespace klikspor;

namespace {
constexpr std::uint64_t block = slots_per_campaign;
constexpr detail::SipKey key_a{1, 2};
constexpr detail::SipKey key_b{3, 4};

detail::SipKey key_of_hex(const std::string& hex) {
  std::array<std::uint8_t, 16> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i)
    bytes[i] = static_cast<std::uint8_t>(std::stoul(hex.substr(2 * i, 2), nullptr, 16));
  return detail::sip_key(bytes);
}

SlugWidth width_of(const std::string& width) {
  return width == "9" ? SlugWidth::nine : SlugWidth::eight;
}

std::string sealed(const Sealer& sealer, std::uint64_t plain) {
  std::string slug(static_cast<std::size_t>(sealer.width()), '.');
  return sealer.seal(plain, slug.data()) ? slug : "refused";
}
}  // namespace

TEST_CASE("the alphabet has 49 different signs, none a vowel or a look-alike", "[slug]") {
  CHECK(std::set<char>(slug_alphabet.begin(), slug_alphabet.end()).size() == 49);
  CHECK(slug_alphabet.find_first_of("aeiouAEIOU01l") == std::string_view::npos);
  CHECK(slug_alphabet.find('L') != std::string_view::npos);
  CHECK(std::is_sorted(slug_alphabet.begin(), slug_alphabet.end()));
}

TEST_CASE("the permutation hits every number of a small domain once and is undone by its inverse", "[slug]") {
  const auto domain =
      GENERATE(detail::Domain{1, 1, 0}, detail::Domain{2, 3, 1}, detail::Domain{49, 1, 1}, detail::Domain{49, 49, 2},
               detail::Domain{49, 2401, 3}, detail::Domain{2401, 49, 3}, detail::Domain{1000, 7, 4});
  CAPTURE(domain.left, domain.right);
  std::vector<bool> hit(static_cast<std::size_t>(domain.size()));
  bool inverse = true;
  for (std::uint64_t number = 0; number < domain.size(); ++number) {
    const auto image = detail::permute(key_a, domain, number);
    REQUIRE(image < domain.size());
    hit[static_cast<std::size_t>(image)] = true;
    inverse = inverse && detail::unpermute(key_a, domain, image) == number;
  }
  CHECK(inverse);
  CHECK(std::all_of(hit.begin(), hit.end(), [](bool seen) { return seen; }));
}

TEST_CASE("width and key change the whole permutation", "[slug]") {
  const detail::Domain two{2401, 2401, 2};
  const detail::Domain other_width{2401, 2401, 3};
  int same_by_width = 0;
  int same_by_key = 0;
  for (std::uint64_t number = 0; number < 100000; ++number) {
    const auto image = detail::permute(key_a, two, number);
    same_by_width += image == detail::permute(key_a, other_width, number);
    same_by_key += image == detail::permute(key_b, two, number);
  }
  CHECK(same_by_width <= 3);  // chance: 0.02
  CHECK(same_by_key <= 3);
}

TEST_CASE("images of neighbouring numbers spread evenly over the domain", "[slug]") {
  // Chi-squared over 49 buckets: 48 degrees of freedom, above 100 once in 70,000 keys.
  const detail::Domain domain{5764801, 5764801, 8};
  for (const bool by_high : {true, false}) {
    std::array<double, 49> buckets{};
    constexpr int numbers = 49000;
    for (std::uint64_t number = 0; number < numbers; ++number) {
      const auto image = detail::permute(key_a, domain, block + number);
      buckets[static_cast<std::size_t>(by_high ? image / (domain.size() / 49 + 1) : image % 49)] += 1;
    }
    double chi = 0;
    for (const double count : buckets) chi += (count - 1000) * (count - 1000) / 1000;
    CHECK(chi < 100);
  }
}

TEST_CASE("known plain numbers give the published slugs", "[slug]") {
  const auto rows = read_tsv("slug-known-answers.tsv");
  REQUIRE(rows.size() == 56);
  for (const auto& row : rows) {
    CAPTURE(row);
    REQUIRE(row.size() == 4);
    const Sealer sealer(width_of(row[1]), {{key_of_hex(row[0])}}, 0xffffffffU);
    const auto plain = std::stoull(row[2]);
    CHECK(sealed(sealer, plain) == row[3]);
    CHECK(sealer.open(row[3]) == static_cast<std::int64_t>(plain));
  }
}

namespace {

/// Two digits, as an escape writes them.
std::string hex_of(char sign) {
  constexpr std::string_view digits = "0123456789abcdef";
  return {digits[static_cast<std::size_t>(sign) >> 4U], digits[static_cast<std::size_t>(sign) & 15U]};
}

}  // namespace

TEST_CASE("signs behind a slug are ignored, anything else makes it no slug", "[slug]") {
  const Sealer sealer(SlugWidth::eight, {{key_a}}, 10);
  const std::uint64_t plain = 7 * block + 42;
  const std::string slug = sealed(sealer, plain);
  const auto [token, opens] = GENERATE_COPY(table<std::string, bool>({
      {slug, true},
      {slug + "/", true},
      {slug + ".", true},
      {slug + ",", true},
      {slug + ")", true},
      {slug + "!", true},
      {slug + "?", true},
      {slug + ";", true},
      {slug + ":", true},
      {slug + "./", true},
      {slug + "...", true},
      {slug + "-", true},
      {slug + "%E2%80%8E", true},
      {slug.substr(0, 7) + "%" + hex_of(slug[7]), true},
      {slug + "%" + hex_of('2'), false},
      {slug + "/x", false},
      {slug + "\xc3\xb8", false},
      {slug + ".\xc3\xb8", false},
      {slug + "\xe2\x80\xa2.", true},
      {slug + "2", false},
      {std::string("/").append(slug), false},
      {slug.substr(1), false},
      {slug.substr(1) + ".", false},
      {slug.substr(1) + "\xc3", false},
      {std::string("\0", 1).append(slug.substr(1)), false},
      {"", false},
      {".", false},
      {std::string(5000, '2'), false},
      {"aaaaaaaa", false},
      {"00000000", false},
  }));
  CAPTURE(token);
  CHECK(sealer.open(token) == (opens ? static_cast<std::int64_t>(plain) : -1));
}

TEST_CASE("nothing opens above the highest number, and number 0 is no campaign", "[slug]") {
  const Sealer all(SlugWidth::eight, {{key_a, 0}}, 0xffffffffU);
  const Sealer ten(SlugWidth::eight, {{key_a, 0}}, 10);
  CHECK(sealed(all, 0) == "refused");
  CHECK(ten.open(sealed(all, 1 * block)) == static_cast<std::int64_t>(1 * block));
  CHECK(ten.open(sealed(all, 11 * block - 1)) == static_cast<std::int64_t>(11 * block - 1));
  CHECK(ten.open(sealed(all, 11 * block)) == -1);
  CHECK(sealed(ten, 11 * block) == sealed(all, 11 * block));
  CHECK(highest_campaign(SlugWidth::eight) == 1980836);
  CHECK(highest_campaign(SlugWidth::nine) == 97061013);
  CHECK(sealed(all, 1980837 * block - 1).size() == 8);
  CHECK(sealed(all, 1980837 * block) == "refused");
}

TEST_CASE("the plain number 0 stays closed even when its slug is known", "[slug]") {
  std::string slug(8, '.');
  const detail::Domain domain{5764801, 5764801, 8};
  auto image = detail::permute(key_a, domain, 5);
  for (std::size_t i = 8; i-- > 0; image /= 49) slug[i] = slug_alphabet[static_cast<std::size_t>(image % 49)];
  CHECK(Sealer(SlugWidth::eight, {{key_a, 0}}, 10).open(slug) == -1);
}

TEST_CASE("a slug counts only in the range of the key that seals its campaign", "[slug]") {
  const Sealer rotated(SlugWidth::eight, {{key_b, 5}, {key_a, 1, 4}}, 100);
  const Sealer only_a(SlugWidth::eight, {{key_a}}, 100);
  const Sealer only_b(SlugWidth::eight, {{key_b}}, 100);
  const auto [campaign, by_a, by_b] = GENERATE(
      table<std::uint64_t, bool, bool>({{1, true, false}, {4, true, false}, {5, false, true}, {100, false, true}}));
  CAPTURE(campaign);
  const std::uint64_t plain = campaign * block + 9;
  const auto expected = static_cast<std::int64_t>(plain);
  CHECK(rotated.open(sealed(only_a, plain)) == (by_a ? expected : -1));
  CHECK(rotated.open(sealed(only_b, plain)) == (by_b ? expected : -1));
  CHECK(sealed(rotated, plain) == sealed(by_a ? only_a : only_b, plain));
}

TEST_CASE("where ranges overlap, the first key counts", "[slug]") {
  const Sealer both(SlugWidth::nine, {{key_b, 5}, {key_a, 1}}, 100);
  const Sealer only_a(SlugWidth::nine, {{key_a}}, 100);
  CHECK(both.open(sealed(only_a, 6 * block)) == -1);
  CHECK(both.open(sealed(only_a, 4 * block)) == static_cast<std::int64_t>(4 * block));
}

TEST_CASE("a sealer without keys opens and seals nothing", "[slug]") {
  const Sealer none(SlugWidth::eight, {}, 100);
  CHECK(none.open("BCDFGHJK") == -1);
  CHECK(sealed(none, block) == "refused");
}

TEST_CASE("a run of slugs is the slugs one by one and stays inside its campaign", "[slug]") {
  const Sealer sealer(SlugWidth::nine, {{key_a}}, 100);
  std::string run(9 * 100, '.');
  REQUIRE(sealer.seal_run(3 * block - 100, 100, run.data()));
  for (std::uint32_t i = 0; i < 100; ++i)
    CHECK(run.substr(std::size_t{9} * i, 9) == sealed(sealer, 3 * block - 100 + i));
  CHECK_FALSE(sealer.seal_run(3 * block - 99, 100, run.data()));
}

TEST_CASE("random tokens of the right shape hit 1,000 campaigns as seldom as chance says", "[slug]") {
  const Sealer sealer(SlugWidth::eight, {{key_a}}, 1000);
  std::uint64_t state = 42;
  int opened = 0;
  constexpr int guesses = 200000;
  for (int i = 0; i < guesses; ++i) {
    std::string token(8, '.');
    for (char& sign : token) {
      state = state * 6364136223846793005U + 1442695040888963407U;
      sign = slug_alphabet[static_cast<std::size_t>((state >> 33) % 49)];
    }
    opened += sealer.open(token) >= 0;
  }
  // Expected: guesses * 1000 * 2^24 / 49^8 = 101, standard deviation 10.
  CHECK(opened > 50);
  CHECK(opened < 155);
}

TEST_CASE("sample slugs look real, stay the same and open no more often than any guess", "[slug]") {
  CHECK(sample_slug(SlugWidth::eight, 0, 0) == sample_slug(SlugWidth::eight, 0, 0));
  CHECK(sample_slug(SlugWidth::eight, 0, 0).size() == 8);
  CHECK(sample_slug(SlugWidth::nine, 8388607, 1).size() == 9);
  std::set<std::string> seen;
  for (std::uint32_t recipient = 0; recipient < 1000; ++recipient)
    for (std::uint32_t link = 0; link < 3; ++link) {
      const auto slug = sample_slug(SlugWidth::eight, recipient, link);
      CHECK(slug.find_first_not_of(slug_alphabet) == std::string::npos);
      seen.insert(slug);
    }
  CHECK(seen.size() == 3000);
  const Sealer edge(SlugWidth::eight, {{key_a}}, 100);
  // 3,000 guesses at 100 of 1,980,837 blocks: 0.15.
  CHECK(std::count_if(seen.begin(), seen.end(), [&](const auto& slug) { return edge.open(slug) >= 0; }) <= 3);
}

TEST_CASE("the test recipient is the last index of a campaign", "[slug]") {
  CHECK(test_recipient(1) == 16777215);
  CHECK(test_recipient(2) == 8388607);
  CHECK(test_recipient(3) == 5592404);
  CHECK(test_recipient(slots_per_campaign) == 0);
}

TEST_CASE("a plain number is its campaign, recipient and link, and back", "[slug]") {
  const auto [campaign, recipient, link, links, plain] =
      GENERATE(table<std::uint32_t, std::uint32_t, std::uint32_t, std::uint32_t, std::uint64_t>({
          {1, 0, 0, 1, 16777216},
          {1, 16777215, 0, 1, 33554431},
          {7, 1000, 2, 3, 117443514},
          {97061013, test_recipient(3), 2, 3, 1628413597057022},
      }));
  CAPTURE(plain);
  CHECK(plain_of(campaign, {recipient, link}, links) == plain);
  CHECK(campaign_of(plain) == campaign);
  CHECK(slot_of(plain, links) == Slot{recipient, link});
}

TEST_CASE("signs around a link are no part of a token, and its escapes are read", "[slug]") {
  const auto [token, bare] = GENERATE(table<std::string_view, std::string_view>({
      {"sommer", "sommer"},
      {"sommer.", "sommer"},
      {"sommer/", "sommer"},
      {"sommer).", "sommer"},
      {"sommer!!", "sommer"},
      {"sommer...", "sommer"},
      {"sommer-_~*'\"", "sommer"},
      {"sommer%E2%80%8E", "sommer"},
      {"sommer%F0%9F%8E%89%21", "sommer"},
      {"sommer\xE2\x80\xA2", "sommer"},
      {"sommer%20", "sommer"},
      {"sommer%C3%B8", "sommer\xC3\xB8"},
      {"sommer.%E9%93%BE", "sommer.\xE9\x93\xBE"},
      {"sommer%C3", "sommer\xC3"},
      {"black%2Dfriday", "black-friday"},
      {"%73ommer%2e", "sommer"},
      {"%73%6F%6d%6D%65%72", "sommer"},
      {"sommer%", "sommer"},
      {"sommer%2", "sommer%2"},
      {"sommer%zz", "sommer%zz"},
      {"sommer/x", "sommer/x"},
      {"sommer%2Fx", "sommer/x"},
      {"/sommer", "/sommer"},
      {".", ""},
      {"", ""},
  }));
  CHECK(bare_token(token) == bare);
}

TEST_CASE("a vanity slug is refused with its reason", "[slug]") {
  const auto [slug, name] = GENERATE(table<std::string, std::string_view>({
      {"", "vanity-empty"},
      {"s", ""},
      {"sommer", ""},
      {"black-friday-2026", ""},
      {"udsalg1", ""},
      {std::string(64, 'a'), ""},
      {std::string(65, 'a'), "vanity-too-long"},
      {"Sommer", "vanity-bad-character"},
      {"b\xc3\xb8rn", "vanity-bad-character"},
      {"a b", "vanity-bad-character"},
      {"a/b", "vanity-bad-character"},
      {"a.b", "vanity-bad-character"},
      {"-a", "vanity-bad-character"},
      {"a-", "vanity-bad-character"},
      {"a--b", ""},
      {std::string("a\0b", 3), "vanity-bad-character"},
      {"stop", "vanity-reserved"},
      {"stop2", ""},
      {"api", "vanity-reserved"},
      {"assets", "vanity-reserved"},
      {"robots.txt", "vanity-reserved"},
      {"favicon.ico", "vanity-reserved"},
      {"bcdfghjk", "vanity-shape"},
      {"bcdfghjkm", "vanity-shape"},
      {"bcdfghj", ""},
      {"bcdfghjkmn", ""},
      {"bcdfghja", ""},
      {"bcdfgh-k", ""},
  }));
  CAPTURE(slug);
  CHECK(name_of(check_vanity_slug(slug)) == name);
}
