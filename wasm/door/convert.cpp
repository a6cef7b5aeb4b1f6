#include "convert.hpp"

#include "klikspor/detail/utf8.hpp"

namespace klikspor::door {
namespace {

Complaint error(const char* type, const std::string& message) {
  return {val::global(type).new_(text(message))};
}

/// As JavaScript would print it in a message.
std::string shown(const val& value) {
  return val::global("String")(value).as<std::string>();
}

std::string listed(std::span<const std::string_view> names) {
  std::string list;
  for (const std::string_view name : names) {
    if (!list.empty()) list += ", ";
    list += name;
  }
  return list;
}

}  // namespace

Complaint range_error(const std::string& message) {
  return error("RangeError", message);
}

Complaint type_error(const std::string& message) {
  return error("TypeError", message);
}

Read<double> whole_number(std::string_view name, double value, double low, double high) {
  if (value >= low && value <= high && std::trunc(value) == value) return value;
  return range_error(std::string(name) + " is " + shown(val(value)) + "; it must be a whole number from " +
                     shown(val(low)) + " to " + shown(val(high)));
}

val text(std::u16string_view units) {
  // As many arguments as every engine takes in one call.
  constexpr std::size_t chunk = 8192;
  const val from_char_code = val::global("String")["fromCharCode"];
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
    val options = val::object();
    options.set("ignoreBOM", true);
    return val::global("TextDecoder").new_(val("utf-8"), options);
  }();
  const auto* first = reinterpret_cast<const std::uint8_t*>(utf8.data());
  return decoder.call<val>("decode", val(emscripten::typed_memory_view(utf8.size(), first)));
}

std::string utf8(std::u16string_view units) {
  std::string out;
  detail::append_lossy_utf8(out, units);
  return out;
}

Read<std::vector<std::u16string>> texts(std::string_view name, const val& array) {
  const auto size = array["length"].as<std::size_t>();
  std::vector<std::u16string> list;
  list.reserve(size);
  for (std::size_t i = 0; i < size; ++i) {
    const val item = array[i];
    if (!item.isString()) {
      return type_error(place(name, i) + " is " + shown(item) + "; it must be a string");
    }
    list.push_back(item.as<std::u16string>());
  }
  return list;
}

Read<std::size_t> index_of(std::string_view field, const val& value, std::span<const std::string_view> names) {
  // What is no string is none of the names, and is shown in the message as one.
  return index_of(field, shown(value), names);
}

Read<std::size_t> index_of(std::string_view field, const std::string& value, std::span<const std::string_view> names) {
  const auto found = std::find(names.begin(), names.end(), value);
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  return range_error(std::string(field) + " is " + value + "; it must be one of " + listed(names));
}

Read<std::vector<std::uint8_t>> octets(std::string_view name, const val& array) {
  if (!array.instanceof (val::global("Uint8Array"))) {
    return type_error(std::string(name) + " is " + shown(array) + "; it must be a Uint8Array");
  }
  return numbers<std::uint8_t>(array);
}

val refused(Errc error) {
  val object = val::object();
  object.set("ok", false);
  object.set("error", text(name_of(error)));
  return object;
}

val accepted(val object) {
  object.set("ok", true);
  return object;
}

}  // namespace klikspor::door
