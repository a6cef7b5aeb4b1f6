#include "segment_options.hpp"

namespace klikspor::door {
namespace {

constexpr auto border_names = names<Border>("code-point", "cluster", "code-unit");

/// A set of national tables as bits.
std::uint16_t table_set(Reader& reader, std::string_view name, const val& tables) {
  std::uint16_t set = 0;
  if (!is_given(tables)) return set;
  const std::size_t count = reader.length(name, tables);
  for (std::size_t i = 0; i < count; ++i) {
    const auto table = reader.whole<unsigned>(name, tables[i], 0, national_languages - 1);
    set = static_cast<std::uint16_t>(set | 1U << table);
  }
  return set;
}

NationalTables national_tables(Reader& reader, const val& tables) {
  constexpr double highest = national_languages - 1;
  return {reader.whole<std::uint8_t>("nationalTables.locking", field(tables, "locking"), 0, highest),
          reader.whole<std::uint8_t>("nationalTables.single", field(tables, "single"), 0, highest)};
}

/// 8 or 16.
bool is_sixteen(Reader& reader, std::string_view name, const val& bits) {
  const double value = bits.isNumber() ? bits.as<double>() : 0;
  if (value != 8 && value != 16) reader.refuse(name, bits, "8 or 16");
  return value == 16;
}

}  // namespace

SegmentOptions segment_options(Reader& reader, const val& options) {
  SegmentOptions chosen;
  if (!reader.given_object("options", options)) return chosen;
  if (const val bits = field(options, "referenceBits"); is_given(bits) && is_sixteen(reader, "referenceBits", bits)) {
    chosen.reference_bits = 16;
  }
  if (const val border = field(options, "border"); is_given(border)) {
    chosen.border = reader.one_of("border", border, border_names);
  }
  if (const val tables = field(options, "nationalTables"); reader.given_object("nationalTables", tables)) {
    chosen.tables = national_tables(reader, tables);
  }
  if (const val allowed = field(options, "allowedNationalTables");
      reader.given_object("allowedNationalTables", allowed)) {
    chosen.allowed_locking = table_set(reader, "allowedNationalTables.locking", field(allowed, "locking"));
    chosen.allowed_single = table_set(reader, "allowedNationalTables.single", field(allowed, "single"));
  }
  if (const val encoding = field(options, "encoding"); is_given(encoding)) {
    chosen.force_ucs2 = reader.one_of("encoding", encoding, encoding_names) == Encoding::ucs2;
    if (!chosen.force_ucs2) reader.refuse("encoding", encoding, "ucs2 or absent: nothing else can be forced");
  }
  if (const val bits = field(options, "portBits"); is_given(bits)) {
    chosen.ports = is_sixteen(reader, "portBits", bits) ? Ports::bits16 : Ports::bits8;
  }
  return chosen;
}

}  // namespace klikspor::door
