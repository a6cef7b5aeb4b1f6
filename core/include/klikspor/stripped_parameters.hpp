#pragma once
#include <string>
#include <string_view>
#include <vector>

/// Query parameters that browsers take off an address before they ask for the page, because they identify a person or a
/// click across sites (`core/data/stripped-parameters.tsv`).
namespace klikspor {

/// Names are compared as browsers compare them: as written, upper and lower case apart.
[[nodiscard]] bool is_stripped(std::u16string_view parameter) noexcept;

/// Names of the parameters of an address that browsers take off, each once, in order; the address need not be finished.
/// Linear in `url`.
[[nodiscard]] std::vector<std::u16string> stripped_parameters(std::u16string_view url);

/// The address without them; everything else stays as it is written.
[[nodiscard]] std::u16string without_stripped(std::u16string_view url);

}  // namespace klikspor
