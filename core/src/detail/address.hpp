#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "klikspor/host.hpp"
#include "klikspor/result.hpp"

namespace klikspor::detail {

/// A destination as its writer means it, in finished parts: what `build_destination` adds a campaign's parameters to.
struct Address {
  std::string scheme;  ///< `http` or `https`
  Host host;           ///< with the dot behind it, if one was written
  std::string port;    ///< with its colon; empty: the scheme's own
  std::string path;    ///< at least `/`
  std::optional<std::string> query;
  std::optional<std::string> fragment;
};

/// Refuses what `build_destination` refuses, but for what a campaign's parameters bring in.
[[nodiscard]] Result<Address> read_address(std::u16string_view text);

/// All that stands behind the host, with another query in the place of the address's own.
[[nodiscard]] std::string behind_host(const Address& address, const std::optional<std::string>& query);

}  // namespace klikspor::detail
