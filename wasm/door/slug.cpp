// Slugs: sealed and opened for one link host; and chosen ones judged.
#include "klikspor/slug.hpp"

#include "convert.hpp"

namespace klikspor::door {
namespace {

constexpr std::size_t key_octets = 16;
/// More would make a forged slug dear: each costs one inverse permutation.
constexpr double most_keys = 64;

SlugWidth width_of(std::uint32_t width) {
  return width == 9 ? SlugWidth::nine : SlugWidth::eight;
}

Read<SlugKey> slug_key(const std::string& name, const val& given) {
  const auto key = octets(name + ".key", given["key"]);
  if (!key) return key.error();
  const auto size = whole<std::size_t>(name + ".key.length", static_cast<double>(key->size()), key_octets, key_octets);
  if (!size) return size.error();
  const auto from = whole<std::uint32_t>(name + ".from", given["from"], 0, highest_uint32);
  if (!from) return from.error();
  SlugKey read;
  read.key = detail::sip_key(std::span<const std::uint8_t, key_octets>(key->data(), key_octets));
  read.from = *from;
  if (const val to = given["to"]; !to.isNull()) {
    const auto last = whole<std::uint32_t>(name + ".to", to, 0, highest_uint32);
    if (!last) return last.error();
    read.to = *last;
  }
  return read;
}

val create_sealer(const val& options) {
  const auto width = whole<std::uint32_t>("width", options["width"], 8, 9);
  if (!width) return width.error();
  const auto highest = whole<std::uint32_t>("highest", options["highest"], 0, highest_uint32);
  if (!highest) return highest.error();
  const val given = options["keys"];
  const auto count = whole<std::size_t>("keys.length", given["length"], 0, most_keys);
  if (!count) return count.error();
  std::vector<SlugKey> keys;
  for (std::size_t i = 0; i < *count; ++i) {
    const auto key = slug_key(place("keys", i), given[i]);
    if (!key) return key.error();
    keys.push_back(*key);
  }
  return made<Sealer>(width_of(*width), std::move(keys), *highest);
}

double open(const Sealer& sealer, const std::string& path_token) {
  return static_cast<double>(sealer.open(path_token));
}

val seal(const Sealer& sealer, double plain) {
  const auto number = whole<std::uint64_t>("plain", plain, 0, highest_exact);
  if (!number) return number.error();
  std::string slug(static_cast<std::size_t>(sealer.width()), '\0');
  if (!sealer.seal(*number, slug.data())) return range_error("plain is of a campaign that no key seals");
  return text(slug);
}

val seal_range(const Sealer& sealer, double campaign, double links_in_message, double first_recipient, double count) {
  const auto number = whole<std::uint32_t>("campaign", campaign, 1, highest_campaign(sealer.width()));
  if (!number) return number.error();
  const auto links = whole<std::uint32_t>("linksInMessage", links_in_message, 1, slots_per_campaign);
  if (!links) return links.error();
  const double most = test_recipient(*links);
  const auto first = whole<std::uint32_t>("firstRecipient", first_recipient, 0, most);
  if (!first) return first.error();
  const auto recipients = whole<std::uint32_t>("count", count, 0, most + 1 - *first);
  if (!recipients) return recipients.error();
  std::vector<std::uint8_t> slugs(std::size_t{*recipients} * *links * static_cast<std::size_t>(sealer.width()));
  const std::uint64_t plain = plain_of(*number, {*first, 0}, *links);
  if (!sealer.seal_run(plain, *recipients * *links, reinterpret_cast<char*>(slugs.data()))) {
    return range_error("campaign is one that no key seals");
  }
  return typed_array(slugs);
}

val slot(double plain, double links_in_message) {
  const auto number = whole<std::uint64_t>("plain", plain, 0, highest_exact);
  if (!number) return number.error();
  const auto links = whole<std::uint32_t>("linksInMessage", links_in_message, 1, slots_per_campaign);
  if (!links) return links.error();
  val object(slot_of(*number, *links));
  object.set("campaign", static_cast<double>(campaign_of(*number)));
  return object;
}

val plain(double campaign, double recipient, double link, double links_in_message) {
  const auto links = whole<std::uint32_t>("linksInMessage", links_in_message, 1, slots_per_campaign);
  if (!links) return links.error();
  const auto number = whole<std::uint32_t>("campaign", campaign, 0, highest_campaign(SlugWidth::nine));
  if (!number) return number.error();
  const auto index = whole<std::uint32_t>("recipient", recipient, 0, test_recipient(*links));
  if (!index) return index.error();
  const auto place = whole<std::uint32_t>("link", link, 0, *links - 1.0);
  if (!place) return place.error();
  return val(static_cast<double>(plain_of(*number, {*index, *place}, *links)));
}

val check_vanity(const std::string& slug) {
  const VanityRefusal refusal = check_vanity_slug(slug);
  return refusal == VanityRefusal::none ? val::null() : text(name_of(refusal));
}

}  // namespace

EMSCRIPTEN_BINDINGS(slug) {
  emscripten::class_<Sealer>("Sealer")
      .smart_ptr<std::shared_ptr<Sealer>>("Sealer")
      .function("open", &open)
      .function("seal", &seal)
      .function("sealRange", &seal_range);
  emscripten::value_object<Slot>("Slot")
      .field("recipient", &Slot::recipient)
      .field("link", &Slot::link);
  emscripten::function("createSealer", &create_sealer);
  emscripten::function("slotOf", &slot);
  emscripten::function("plainOf", &plain);
  emscripten::function("checkVanitySlug", &check_vanity);
}

}  // namespace klikspor::door
