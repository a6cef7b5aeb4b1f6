// What a provider takes in one message. Limits are rows of `klikspor/provider-limits`.
#include "klikspor/provider_limits.hpp"

#include "convert.hpp"

namespace klikspor::door {
namespace {

constexpr auto limit_names = names<ProviderLimit>("segments", "characters");

/// Null: no limit of that kind is known.
std::optional<std::uint32_t> most(Reader& reader, const char* name, const val& limits) {
  const val limit = field(limits, name);
  if (limit.isNull()) return std::nullopt;
  return reader.whole<std::uint32_t>(name, limit, 0, highest_uint32);
}

val check(const val& given, const val& segments, const val& characters) {
  Reader reader;
  const ProviderLimits limits{most(reader, "maxSegments", given), most(reader, "maxCharacters", given)};
  const auto planned = reader.whole<std::uint32_t>("segments", segments, 0, highest_uint32);
  const auto length = reader.whole<std::uint32_t>("characters", characters, 0, highest_uint32);
  return reader.refused() ? reader.error() : array(exceeded_limits(limits, planned, length));
}

}  // namespace

EMSCRIPTEN_BINDINGS(provider_limits) {
  ValueObject<ExceededLimit>("ExceededLimit")
      .field("limit", [](const ExceededLimit& exceeded) { return limit_names(exceeded.limit); })
      .field("value", &ExceededLimit::value)
      .field("max", &ExceededLimit::max);
  emscripten::function("checkProviderLimits", &check);
}

}  // namespace klikspor::door
