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

SlugKey slug_key(Reader& reader, const std::string& name, const val& given) {
  auto key = reader.octets(name + ".key", field(given, "key"));
  key.resize(reader.whole<std::size_t>(name + ".key.length", static_cast<double>(key.size()), key_octets, key_octets));
  const auto from = reader.whole<std::uint32_t>(name + ".from", field(given, "from"), 0, highest_uint32);
  SlugKey read;
  read.key = detail::sip_key(std::span<const std::uint8_t, key_octets>(key.data(), key_octets));
  read.from = from;
  if (const val to = field(given, "to"); !to.isNull()) {
    read.to = reader.whole<std::uint32_t>(name + ".to", to, 0, highest_uint32);
  }
  return read;
}

val create_sealer(const val& options) {
  Reader reader;
  const auto width = reader.whole<std::uint32_t>("width", field(options, "width"), 8, 9);
  const auto highest = reader.whole<std::uint32_t>("highest", field(options, "highest"), 0, highest_uint32);
  const val given = field(options, "keys");
  const auto count = reader.whole<std::size_t>("keys.length", number(reader.length("keys", given)), 0, most_keys);
  std::vector<SlugKey> keys;
  for (std::size_t i = 0; i < count; ++i) keys.push_back(slug_key(reader, place("keys", i), given[i]));
  if (reader.refused()) return reader.error();
  return made<Sealer>(width_of(width), std::move(keys), highest);
}

double open(const Sealer& sealer, const std::u16string& path_token) {
  return static_cast<double>(sealer.open(utf8(path_token)));
}

val seal(const Sealer& sealer, const val& plain) {
  Reader reader;
  const auto number = reader.whole<std::uint64_t>("plain", plain, 0, highest_exact);
  if (reader.refused()) return reader.error();
  std::string slug(static_cast<std::size_t>(sealer.width()), '\0');
  if (!sealer.seal(number, slug.data())) return range_error("plain is of a campaign that no key seals");
  return text(slug);
}

val seal_range(const Sealer& sealer, const val& campaign, const val& links_in_message, const val& first_recipient,
               const val& count) {
  Reader reader;
  const auto number = reader.whole<std::uint32_t>("campaign", campaign, 1, highest_campaign(sealer.width()));
  const auto links = reader.whole<std::uint32_t>("linksInMessage", links_in_message, 1, slots_per_campaign);
  const double most = test_recipient(links);
  const auto first = reader.whole<std::uint32_t>("firstRecipient", first_recipient, 0, most);
  const auto recipients = reader.whole<std::uint32_t>("count", count, 0, most + 1 - first);
  if (reader.refused()) return reader.error();
  std::vector<std::uint8_t> slugs(std::size_t{recipients} * links * static_cast<std::size_t>(sealer.width()));
  const std::uint64_t plain = plain_of(number, {first, 0}, links);
  if (!sealer.seal_run(plain, recipients * links, reinterpret_cast<char*>(slugs.data()))) {
    return range_error("campaign is one that no key seals");
  }
  return typed_array(slugs);
}

val slot(const val& plain, const val& links_in_message) {
  Reader reader;
  const auto number = reader.whole<std::uint64_t>("plain", plain, 0, highest_exact);
  const auto links = reader.whole<std::uint32_t>("linksInMessage", links_in_message, 1, slots_per_campaign);
  if (reader.refused()) return reader.error();
  return Object(val(slot_of(number, links))).set("campaign", static_cast<double>(campaign_of(number)));
}

val plain(const val& campaign, const val& recipient, const val& link, const val& links_in_message) {
  Reader reader;
  const auto links = reader.whole<std::uint32_t>("linksInMessage", links_in_message, 1, slots_per_campaign);
  const auto number = reader.whole<std::uint32_t>("campaign", campaign, 0, highest_campaign(SlugWidth::nine));
  const auto index = reader.whole<std::uint32_t>("recipient", recipient, 0, test_recipient(links));
  const auto place = reader.whole<std::uint32_t>("link", link, 0, links - 1.0);
  if (reader.refused()) return reader.error();
  return val(static_cast<double>(plain_of(number, {index, place}, links)));
}

val bare(const std::u16string& path_token) {
  return text(bare_token(utf8(path_token)));
}

val check_vanity(const std::u16string& slug) {
  const VanityRefusal refusal = check_vanity_slug(utf8(slug));
  return refusal == VanityRefusal::none ? val::null() : word(name_of(refusal));
}

}  // namespace

EMSCRIPTEN_BINDINGS(slug) {
  emscripten::class_<Sealer>("Sealer")
      .smart_ptr<Held<Sealer>>("Sealer")
      .function("open", &open)
      .function("seal", &seal)
      .function("sealRange", &seal_range);
  ValueObject<Slot>("Slot").field("recipient", &Slot::recipient).field("link", &Slot::link);
  emscripten::function("createSealer", &create_sealer);
  emscripten::function("slotOf", &slot);
  emscripten::function("plainOf", &plain);
  emscripten::function("bareToken", &bare);
  emscripten::function("checkVanitySlug", &check_vanity);
}

}  // namespace klikspor::door
