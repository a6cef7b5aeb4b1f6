// The octets of segments.
#include "klikspor/pack.hpp"

#include "convert.hpp"
#include "segment_options.hpp"

namespace klikspor::door {
namespace {

constexpr std::size_t longest_segment = std::tuple_size_v<decltype(PackedSegment::octets)>;

/// Width of a port in bits, 0 for none.
constexpr unsigned port_bits(Ports ports) {
  switch (ports) {
    case Ports::none: return 0;
    case Ports::bits8: return 8;
    case Ports::bits16: return 16;
  }
  return 0;
}

PackOptions pack_options(Reader& reader, const SegmentOptions& options, const val& given) {
  PackOptions pack;
  if (const val reference = field(given, "reference"); is_given(reference)) {
    pack.reference = reader.whole<std::uint16_t>("reference", reference, 0, (1U << options.reference_bits) - 1);
  }
  if (const val ports = field(given, "ports"); reader.given_object("ports", ports)) {
    const double highest = (1U << port_bits(options.ports)) - 1;
    pack.destination_port = reader.whole<std::uint16_t>("ports.destination", field(ports, "destination"), 0, highest);
    pack.source_port = reader.whole<std::uint16_t>("ports.source", field(ports, "source"), 0, highest);
  }
  return pack;
}

val pack(const std::u16string& text, const val& options, const val& given) {
  Reader reader;
  const SegmentOptions chosen = segment_options(reader, options);
  const bool is_packed = reader.given_object("pack", given);
  const bool has_ports = is_packed && is_given(field(given, "ports"));
  if (!reader.refused() && has_ports != (chosen.ports != Ports::none)) {
    return type_error("ports and portBits go together: what is sent is both or neither");
  }
  const PackOptions header = is_packed ? pack_options(reader, chosen, given) : PackOptions{};
  if (reader.refused()) return reader.error();
  const auto packed = pack_segments(text, chosen, header);
  if (packed) return array(*packed);
  return range_error(std::string(name_of(packed.error())) + ": text.length is " + std::to_string(text.size()) +
                     "; a message has at most 255 segments");
}
val pack_with_options(const std::u16string& text, const val& options) {
  return pack(text, options, val::undefined());
}

PackedSegment packed_segment(Reader& reader, const std::string& name, const val& given) {
  const auto octets = reader.octets(name + ".octets", field(given, "octets"));
  PackedSegment segment;
  // What is over 140 octets the core refuses by its size.
  segment.size = static_cast<std::uint8_t>(std::min<std::size_t>(octets.size(), 255));
  std::copy_n(octets.begin(), std::min(octets.size(), longest_segment), segment.octets.begin());
  segment.length = reader.whole<std::uint8_t>(name + ".length", field(given, "length"), 0, 255);
  segment.encoding = reader.one_of(name + ".encoding", field(given, "encoding"), encoding_names);
  segment.has_header = field(given, "hasHeader").isTrue();
  return segment;
}

val unpack(const val& given) {
  Reader reader;
  std::vector<PackedSegment> segments;
  const std::size_t count = reader.length("segments", given);
  for (std::size_t i = 0; i < count; ++i) {
    segments.push_back(packed_segment(reader, place("segments", i), given[i]));
  }
  if (reader.refused()) return reader.error();
  const auto unpacked = unpack_segments(segments);
  if (!unpacked) return refused(unpacked.error());
  return accepted().set("text", text(*unpacked));
}

}  // namespace

EMSCRIPTEN_BINDINGS(pack) {
  ValueObject<PackedSegment>("PackedSegment")
      .field("octets",
             [](const PackedSegment& segment) { return typed_array(std::span(segment.octets).first(segment.size)); })
      .field("length", &PackedSegment::length)
      .field("encoding", [](const PackedSegment& segment) { return encoding_names(segment.encoding); })
      .field("hasHeader", &PackedSegment::has_header);
  emscripten::function("packSegments", &pack);
  emscripten::function("packSegments", &pack_with_options);
  emscripten::function("packSegments", &by_default<&pack_with_options>);
  emscripten::function("unpackSegments", &unpack);
}

}  // namespace klikspor::door
