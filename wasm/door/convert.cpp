#include "convert.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "klikspor/detail/utf8.hpp"

namespace klikspor::door {
namespace {

/// As errors write a value (`shown` of js/door.ts).
std::string shown(const val& value) {
  return val::module_property("shown")(value).as<std::string>();
}

std::string listed(std::span<const std::string_view> names) {
  std::string list;
  for (const std::string_view name : names) {
    if (!list.empty()) list += ", ";
    list += shown(text(name));
  }
  return list;
}

}  // namespace

// --- to JavaScript ------------------------------------------------------------------------------------------------

val text(std::u16string_view units) {
  // As many arguments as every engine takes in one call.
  constexpr std::size_t chunk = 8192;
  static const val from_char_code = field(val::global("String"), "fromCharCode");
  val out = val("");
  for (std::size_t at = 0; at < units.size(); at += chunk) {
    const auto part = units.substr(at, chunk);
    const auto* first = reinterpret_cast<const std::uint16_t*>(part.data());
    const val made =
        from_char_code.call<val>("apply", val::null(), val(emscripten::typed_memory_view(part.size(), first)));
    out = at == 0 ? made : out.call<val>("concat", made);
  }
  return out;
}

val text(std::string_view utf8) {
  static const val decoder = [] {
    // Not static_cast<val>: that would take the constructor of val for any type.
    const val options = Object().set("ignoreBOM", true);
    return val::global("TextDecoder").new_(val("utf-8"), options);
  }();
  const auto* first = reinterpret_cast<const std::uint8_t*>(utf8.data());
  return decoder.call<val>("decode", val(emscripten::typed_memory_view(utf8.size(), first)));
}

void push(const val& array, const val& item) {
  array.call<void>("push", item);
}

Object& Object::set(const char* name, const val& value) {
  object_.set(name, value);
  return *this;
}
Object& Object::set(const char* name, bool value) {
  return set(name, val(value));
}
Object& Object::set(const char* name, double value) {
  return set(name, val(value));
}

val refused(Errc error) {
  return Object().set("ok", false).set("error", word(name_of(error)));
}
Object accepted() {
  return Object().set("ok", true);
}

// --- from JavaScript ----------------------------------------------------------------------------------------------

val field(const val& object, const char* name) {
  return object.isUndefined() || object.isNull() ? val::undefined() : object[name];
}

std::string place(std::string_view name, std::size_t index) {
  return std::string(name) + "[" + std::to_string(index) + "]";
}

std::string utf8(std::u16string_view units) {
  std::string out;
  detail::append_lossy_utf8(out, units);
  return out;
}
std::string utf8(const val& string) {
  return utf8(string.as<std::u16string>());
}

val range_error(const std::string& message) {
  return val::global("RangeError").new_(text(message));
}
val type_error(const std::string& message) {
  return val::global("TypeError").new_(text(message));
}

double Reader::whole_number(std::string_view name, double value, double low, double high) {
  if (value >= low && value <= high && std::trunc(value) == value) return value;
  refuse(name, val(value), "a whole number from " + shown(val(low)) + " to " + shown(val(high)));
  return low;
}

double Reader::whole_number(std::string_view name, const val& value, double low, double high) {
  if (value.isNumber()) return whole_number(name, value.as<double>(), low, high);
  refuse(name, value, "a whole number", type_error);
  return low;
}

std::size_t Reader::index(std::string_view name, const val& value, std::span<const std::string_view> names) {
  if (value.isString()) return index(name, value.as<std::string>(), names);
  refuse(name, value, "one of " + listed(names));
  return 0;
}

std::size_t Reader::index(std::string_view name, std::string_view value, std::span<const std::string_view> names) {
  const auto found = std::find(names.begin(), names.end(), value);
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  refuse(name, door::text(value), "one of " + listed(names));
  return 0;
}

bool Reader::object(std::string_view name, const val& value) {
  const bool is_plain = value.isUndefined() || value.isNull() || value.isTrue() || value.isFalse() ||
                        value.isNumber() || value.isString() || value.isArray();
  if (!is_plain) return true;
  refuse(name, value, "an object", type_error);
  return false;
}

std::size_t Reader::length(std::string_view name, const val& array) {
  if (array.isArray() || val::global("ArrayBuffer").call<bool>("isView", array)) {
    return field(array, "length").as<std::size_t>();
  }
  refuse(name, array, "an array", type_error);
  return 0;
}

std::vector<std::uint8_t> Reader::octets(std::string_view name, const val& array) {
  if (array.instanceof (val::global("Uint8Array")))
    return emscripten::convertJSArrayToNumberVector<std::uint8_t>(array);
  refuse(name, array, "a Uint8Array", type_error);
  return {};
}

std::u16string Reader::text(std::string_view name, const val& value) {
  if (value.isString()) return value.as<std::u16string>();
  refuse(name, value, "a string", type_error);
  return {};
}

std::vector<std::u16string> Reader::texts(std::string_view name, const val& array) {
  std::vector<std::u16string> list(length(name, array));
  for (std::size_t i = 0; i < list.size(); ++i) list[i] = text(place(name, i), array[i]);
  return list;
}

void Reader::refuse(std::string_view name, const val& value, std::string_view must_be,
                    val (*as)(const std::string& message)) {
  if (!refused()) error_ = as(std::string(name) + " is " + shown(value) + "; it must be " + std::string(must_be));
}

}  // namespace klikspor::door
