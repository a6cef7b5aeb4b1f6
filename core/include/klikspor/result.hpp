#pragma once
#include <boost/system/result.hpp>
#include <cstdint>
#include <string_view>

namespace klikspor {

/// Why an input was refused. Every failure the core reports is one of these.
enum class Errc : std::uint8_t {
  empty_url,
  bad_scheme,
  bad_syntax,
  too_long,
};

/// The stable name callers see, such as "bad-scheme". Part of the public contract: names are added, never changed.
[[nodiscard]] std::string_view name_of(Errc error) noexcept;

/// A value or the reason there is none. Test it (`if (!r) return r.error();`), then `*r`; never `.value()`,
/// which throws, and the Wasm build has no exceptions.
template <class T>
using Result = boost::system::result<T, Errc>;

}  // namespace klikspor
