#pragma once
#include <emscripten/bind.h>
#include <emscripten/val.h>

#include <algorithm>
#include <array>
#include <boost/system/result.hpp>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "klikspor/result.hpp"

/// The only conversions between JavaScript and the core; the units beside this file say what is converted.
///
///     JavaScript                        C++
///     string                            std::u16string, code unit for code unit
///     'gsm7'                            enum, by `Names`
///     Uint8Array                        std::vector<std::uint8_t>
///     { ok: true, … } | { ok: false }   Result<T>
///     null                              std::nullopt
///     { … }                             a struct registered as value_object
///
/// A caller who breaks the contract (a number out of range, an unknown name) gets a RangeError or TypeError. It is
/// *returned*, and `js/door.ts` throws it: an exception of JavaScript would leave C++ without running destructors and
/// without giving its stack back.
namespace klikspor::door {

using emscripten::val;

/// An error of JavaScript that refuses an argument.
struct Complaint {
  val error = val::undefined();
  // NOLINTNEXTLINE(google-explicit-constructor): a function that answers with a val answers with this.
  operator val() const { return error; }
};

/// What was read of an argument, or the error that refuses it.
template <class T>
using Read = boost::system::result<T, Complaint>;

[[nodiscard]] Complaint range_error(const std::string& message);
[[nodiscard]] Complaint type_error(const std::string& message);

// --- numbers ------------------------------------------------------------------------------------------------------

/// Embind cuts numbers to fit without a word, so they cross as double. `name is value; it must be a whole number …`.
[[nodiscard]] Read<double> whole_number(std::string_view name, double value, double low, double high);

template <class T>
[[nodiscard]] Read<T> whole(std::string_view name, double value, double low, double high) {
  const auto number = whole_number(name, value, low, high);
  if (!number) return number.error();
  return static_cast<T>(*number);
}

/// The same of a value of any type; what is no number is told as such.
template <class T>
[[nodiscard]] Read<T> whole(std::string_view name, const val& value, double low, double high) {
  return whole<T>(name, value.isNumber() ? value.as<double>() : std::numeric_limits<double>::quiet_NaN(), low, high);
}

inline constexpr double highest_exact = 9007199254740991.0;  ///< 2^53 - 1
inline constexpr double highest_uint32 = 4294967295.0;

/// `name[2]`, for a complaint about an element.
[[nodiscard]] inline std::string place(std::string_view name, std::size_t index) {
  return std::string(name) + "[" + std::to_string(index) + "]";
}

// --- text ---------------------------------------------------------------------------------------------------------

/// A JavaScript string, code unit for code unit: Embind's own way would repair lone surrogates and drop a U+FEFF in
/// front of longer texts.
[[nodiscard]] val text(std::u16string_view units);
/// Of UTF-8.
[[nodiscard]] val text(std::string_view utf8);

/// As UTF-8, with U+FFFD for lone surrogates. (As std::string Embind would let one swallow what follows.)
[[nodiscard]] std::string utf8(std::u16string_view units);
[[nodiscard]] inline std::string utf8(const val& string) {
  return utf8(string.as<std::u16string>());
}

/// A string array such as columns or rows; a value that is no string is a TypeError that names its place.
[[nodiscard]] Read<std::vector<std::u16string>> texts(std::string_view name, const val& array);

// --- enums by name ------------------------------------------------------------------------------------------------

/// The names of an enum's values in JavaScript, in their order.
template <class Enum, std::size_t N>
struct Names {
  std::array<std::string_view, N> names;

  [[nodiscard]] val operator()(Enum value) const { return text(names[static_cast<std::size_t>(value)]); }
  /// `field is x; it must be one of a, b, c`.
  template <class Value>
  [[nodiscard]] Read<Enum> read(std::string_view field, const Value& value) const;
};

[[nodiscard]] Read<std::size_t> index_of(std::string_view field, const val& value,
                                         std::span<const std::string_view> names);
[[nodiscard]] Read<std::size_t> index_of(std::string_view field, const std::string& value,
                                         std::span<const std::string_view> names);

template <class Enum, std::size_t N>
template <class Value>
Read<Enum> Names<Enum, N>::read(std::string_view field, const Value& value) const {
  const auto index = index_of(field, value, names);
  if (!index) return index.error();
  return static_cast<Enum>(*index);
}

template <class Enum, class... Name>
[[nodiscard]] constexpr auto names(Name... name) {
  return Names<Enum, sizeof...(Name)>{{std::string_view(name)...}};
}

// --- octets and columns -------------------------------------------------------------------------------------------

/// A copy as Uint8Array, Uint32Array …, whichever holds T.
template <class T>
[[nodiscard]] val typed_array(std::span<const T> numbers) {
  return val(emscripten::typed_memory_view(numbers.size(), numbers.data())).template call<val>("slice");
}
template <class Container>
[[nodiscard]] val typed_array(const Container& numbers) {
  return typed_array(std::span<const typename Container::value_type>(numbers));
}

/// The numbers of an array or typed array; each is converted as a typed array of T converts it.
template <class T>
[[nodiscard]] std::vector<T> numbers(const val& array) {
  return emscripten::convertJSArrayToNumberVector<T>(array);
}

/// Of a Uint8Array; anything else is a TypeError.
[[nodiscard]] Read<std::vector<std::uint8_t>> octets(std::string_view name, const val& array);

// --- objects ------------------------------------------------------------------------------------------------------

[[nodiscard]] inline bool is_given(const val& value) {
  return !value.isUndefined();
}

template <class T>
[[nodiscard]] val nullable(const std::optional<T>& value) {
  return value ? val(*value) : val::null();
}

/// An array of what `convert` makes of each.
template <class Range, class Convert>
[[nodiscard]] val array(const Range& range, Convert convert) {
  val out = val::array();
  for (const auto& item : range) out.call<void>("push", convert(item));
  return out;
}
/// Of value_objects.
template <class Range>
[[nodiscard]] val array(const Range& range) {
  return array(range, [](const auto& item) { return val(item); });
}

/// `{ ok: false, error: 'bad-scheme' }`
[[nodiscard]] val refused(Errc error);
/// The object with `ok: true` in it.
[[nodiscard]] val accepted(val object);

/// An object of the class registered for T. Its memory comes back by `delete()`, or once nobody holds it.
template <class T, class... Argument>
[[nodiscard]] val made(Argument&&... argument) {
  return val(std::make_shared<T>(std::forward<Argument>(argument)...));
}

// --- registering --------------------------------------------------------------------------------------------------

/// For fields of a value_object that only ever leave the core.
template <class T, class Field>
void never_set(T& /*object*/, Field /*value*/) {}

}  // namespace klikspor::door
