#pragma once
#include <emscripten/bind.h>
#include <emscripten/val.h>

#include <array>
#include <cstddef>
#include <cstdint>
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
/// A caller who breaks the contract (a number out of range, an unknown name) gets a RangeError or TypeError. A `Reader`
/// keeps it, the function *returns* it, and `js/door.ts` throws it: an exception of JavaScript would leave C++ without
/// running destructors and without giving its stack back.
///
/// What stands here is called from hundreds of places and compiled once (convert.cpp).
namespace klikspor::door {

using emscripten::val;

inline constexpr double highest_exact = 9007199254740991.0;  ///< 2^53 - 1
inline constexpr double highest_uint32 = 4294967295.0;
inline constexpr double highest_int32 = 2147483647.0;

// --- to JavaScript ------------------------------------------------------------------------------------------------

/// A JavaScript string, code unit for code unit: Embind's own way would repair lone surrogates and drop a U+FEFF in
/// front of longer texts.
[[nodiscard]] val text(std::u16string_view units);
/// Of UTF-8.
[[nodiscard]] val text(std::string_view utf8);
/// Of a literal in ASCII, such as names are: no decoder has to be asked.
inline constexpr auto word = [](std::string_view literal) { return val(literal.data()); };

/// The names of an enum's values in JavaScript, in their order.
template <class Enum, std::size_t N>
struct Names {
  std::array<std::string_view, N> names;
  [[nodiscard]] val operator()(Enum value) const { return word(names[static_cast<std::size_t>(value)]); }
};
template <class Enum, class... Name>
[[nodiscard]] constexpr auto names(Name... name) {
  return Names<Enum, sizeof...(Name)>{{std::string_view(name)...}};
}

/// A copy as Uint8Array, Uint32Array …, whichever holds T.
template <class T>
[[nodiscard]] val typed_array(std::span<const T> numbers) {
  return val(emscripten::typed_memory_view(numbers.size(), numbers.data())).template call<val>("slice");
}
template <class Container>
[[nodiscard]] val typed_array(const Container& numbers) {
  return typed_array(std::span<const typename Container::value_type>(numbers));
}

template <class T>
[[nodiscard]] val nullable(const std::optional<T>& value) {
  return value ? val(*value) : val::null();
}

void push(const val& array, const val& item);

/// An array of what `convert` makes of each.
template <class Range, class Convert>
[[nodiscard]] val array(const Range& range, Convert convert) {
  val out = val::array();
  for (const auto& item : range) push(out, convert(item));
  return out;
}
/// Of value_objects.
template <class Range>
[[nodiscard]] val array(const Range& range) {
  return array(range, [](const auto& item) { return val(item); });
}

/// A plain object, field by field, for what is no value_object.
class Object {
 public:
  Object() : object_(val::object()) {}
  /// Goes on with the fields of a value_object.
  explicit Object(val object) : object_(std::move(object)) {}

  Object& set(const char* name, const val& value);
  Object& set(const char* name, bool value);
  Object& set(const char* name, double value);
  Object& set(const char* name, std::uint32_t value) { return set(name, static_cast<double>(value)); }
  Object& set(const char* name, std::int32_t value) { return set(name, static_cast<double>(value)); }

  // NOLINTNEXTLINE(google-explicit-constructor): it is the object.
  operator val() const { return object_; }

 private:
  val object_;
};

/// `{ ok: false, error: 'bad-scheme' }`
[[nodiscard]] val refused(Errc error);
/// `{ ok: true }`, to go on with.
[[nodiscard]] Object accepted();

/// What a class is registered with (`smart_ptr<Held<T>>`), so that its memory comes back by `delete()`, or once nobody
/// holds it. Not std::shared_ptr: nothing in C++ shares it, and counting takes 2 kB more.
template <class T>
struct Held : std::unique_ptr<T> {
  using std::unique_ptr<T>::unique_ptr;
  Held() = default;
  Held(Held&&) noexcept = default;
  /// Newer Embind takes over by copying, even what is handed to it for good.
  Held(Held& from) noexcept : std::unique_ptr<T>(std::move(from)) {}
};

/// An object of the class registered for T.
template <class T, class... Argument>
[[nodiscard]] val made(Argument&&... argument) {
  return val(Held<T>(new T(std::forward<Argument>(argument)...)));
}

// --- from JavaScript ----------------------------------------------------------------------------------------------

/// A field of an object; undefined where it has none, as null and undefined have none.
[[nodiscard]] val field(const val& object, const char* name);
[[nodiscard]] inline bool is_given(const val& value) {
  return !value.isUndefined();
}
/// `name[2]`, for what is said of an element.
[[nodiscard]] std::string place(std::string_view name, std::size_t index);

/// As UTF-8, with U+FFFD for lone surrogates. (As std::string Embind would let one swallow what follows.)
[[nodiscard]] std::string utf8(std::u16string_view units);
[[nodiscard]] std::string utf8(const val& string);

[[nodiscard]] val range_error(const std::string& message);
[[nodiscard]] val type_error(const std::string& message);

/// Reads arguments. What breaks the contract reads as something harmless, and the first such thing is kept:
///
///     Reader reader;
///     const auto row = reader.whole<std::uint32_t>("row", given, 0, 9);
///     if (reader.refused()) return reader.error();
class Reader {
 public:
  /// Embind takes texts for numbers and cuts them to fit without a word, so they cross as `val`. `name is 12; it must
  /// be a whole number from 0 to 9`, and `low` is read.
  template <class T>
  [[nodiscard]] T whole(std::string_view name, double value, double low, double high) {
    return static_cast<T>(whole_number(name, value, low, high));
  }
  template <class T>
  [[nodiscard]] T whole(std::string_view name, const val& value, double low, double high) {
    return static_cast<T>(whole_number(name, value, low, high));
  }

  /// `name is "x"; it must be one of "a", "b", "c"`, and the first is read.
  [[nodiscard]] std::size_t index(std::string_view name, const val& value, std::span<const std::string_view> names);
  [[nodiscard]] std::size_t index(std::string_view name, std::string_view value,
                                  std::span<const std::string_view> names);
  template <class Enum, std::size_t N>
  [[nodiscard]] Enum one_of(std::string_view name, const auto& value, const Names<Enum, N>& names) {
    return static_cast<Enum>(index(name, value, names.names));
  }

  /// Whether it is an object, to read fields of; anything else, an array too, is a TypeError.
  [[nodiscard]] bool object(std::string_view name, const val& value);
  /// The same where undefined is none.
  [[nodiscard]] bool given_object(std::string_view name, const val& value) {
    return is_given(value) && object(name, value);
  }
  /// Of an array or typed array; anything else is a TypeError.
  [[nodiscard]] std::size_t length(std::string_view name, const val& array);
  /// Of an array or typed array; each is converted as a typed array of T converts it.
  template <class T>
  [[nodiscard]] std::vector<T> numbers(std::string_view name, const val& array) {
    if (length(name, array) == 0) return {};
    return emscripten::convertJSArrayToNumberVector<T>(array);
  }
  /// Of a Uint8Array; anything else is a TypeError.
  [[nodiscard]] std::vector<std::uint8_t> octets(std::string_view name, const val& array);
  /// Of a string; anything else is a TypeError.
  [[nodiscard]] std::u16string text(std::string_view name, const val& value);
  /// Of an array of strings; anything else is a TypeError that names its place.
  [[nodiscard]] std::vector<std::u16string> texts(std::string_view name, const val& array);

  /// A RangeError or TypeError `name is x; it must be …`.
  void refuse(std::string_view name, const val& value, std::string_view must_be,
              val (*as)(const std::string& message) = range_error);

  [[nodiscard]] bool refused() const { return is_given(error_); }
  [[nodiscard]] const val& error() const { return error_; }

 private:
  [[nodiscard]] double whole_number(std::string_view name, double value, double low, double high);
  [[nodiscard]] double whole_number(std::string_view name, const val& value, double low, double high);

  val error_ = val::undefined();
};

// --- registering --------------------------------------------------------------------------------------------------

/// A value_object whose fields are members, or what a lambda makes of the struct; these only ever leave the core.
template <class T>
class ValueObject {
 public:
  explicit ValueObject(const char* name) : object_(name) {}

  template <class Read>
  ValueObject& field(const char* name, Read read) {
    if constexpr (std::is_member_object_pointer_v<Read>) {
      object_.field(name, read);
    } else {
      object_.field(name, +read, &never_set<std::invoke_result_t<Read, const T&>>);
    }
    return *this;
  }

 private:
  template <class Value>
  static void never_set(T& /*object*/, Value /*value*/) {}

  emscripten::value_object<T> object_;
};

/// A number that a double holds, such as a count or a time.
[[nodiscard]] constexpr double number(auto count) noexcept {
  return static_cast<double>(count);
}

}  // namespace klikspor::door
