// The octets of segments.
#include "klikspor/pack.hpp"

#include "convert.hpp"
#include "segment_options.hpp"

namespace klikspor::door {
namespace {

constexpr std::size_t longest_segment = std::tuple_size_v<decltype(PackedSegment::octets)>;

val octets_of(const PackedSegment& segment) {
  return typed_array(std::span(segment.octets).first(segment.size));
}
val encoding_of(const PackedSegment& segment) {
  return encoding_names(segment.encoding);
}

/// Width of a port in bits, 0 for none.
constexpr unsigned port_bits(Ports ports) {
  switch (ports) {
    case Ports::none: return 0;
    case Ports::bits8: return 8;
    case Ports::bits16: return 16;
  }
  return 0;
}

Read<PackOptions> pack_options(const SegmentOptions& options, const val& given) {
  PackOptions pack;
  const val reference = is_given(given) ? given["reference"] : val::undefined();
  const val ports = is_given(given) ? given["ports"] : val::undefined();
  if (is_given(reference)) {
    const auto read = whole<std::uint16_t>("reference", reference, 0, (1U << options.reference_bits) - 1);
    if (!read) return read.error();
    pack.reference = *read;
  }
  if (is_given(ports) != (options.ports != Ports::none)) {
    return type_error("ports and portBits go together: what is sent is both or neither");
  }
  if (!is_given(ports)) return pack;
  const double highest = (1U << port_bits(options.ports)) - 1;
  const auto destination = whole<std::uint16_t>("ports.destination", ports["destination"], 0, highest);
  if (!destination) return destination.error();
  const auto source = whole<std::uint16_t>("ports.source", ports["source"], 0, highest);
  if (!source) return source.error();
  pack.destination_port = *destination;
  pack.source_port = *source;
  return pack;
}

val pack(const std::u16string& text, const val& options, const val& given) {
  const auto chosen = segment_options(options);
  if (!chosen) return chosen.error();
  const auto header = pack_options(*chosen, given);
  if (!header) return header.error();
  const auto packed = pack_segments(text, *chosen, *header);
  if (packed) return array(*packed);
  return range_error(std::string(name_of(packed.error())) + ": text.length is " + std::to_string(text.size()) +
                     "; a message has at most 255 segments");
}
val pack_with_options(const std::u16string& text, const val& options) {
  return pack(text, options, val::undefined());
}

Read<PackedSegment> packed_segment(const std::string& name, const val& given) {
  const auto octets_given = octets(name + ".octets", given["octets"]);
  if (!octets_given) return octets_given.error();
  const auto length = whole<std::uint8_t>(name + ".length", given["length"], 0, 255);
  if (!length) return length.error();
  const auto encoding = encoding_names.read(name + ".encoding", given["encoding"]);
  if (!encoding) return encoding.error();
  PackedSegment segment;
  // What is over 140 octets the core refuses by its size.
  segment.size = static_cast<std::uint8_t>(std::min<std::size_t>(octets_given->size(), 255));
  std::copy_n(octets_given->begin(), std::min(octets_given->size(), longest_segment), segment.octets.begin());
  segment.length = *length;
  segment.encoding = *encoding;
  segment.has_header = given["hasHeader"].isTrue();
  return segment;
}

val unpack(const val& given) {
  std::vector<PackedSegment> segments;
  const auto count = given["length"].as<std::size_t>();
  for (std::size_t i = 0; i < count; ++i) {
    const auto segment = packed_segment(place("segments", i), given[i]);
    if (!segment) return segment.error();
    segments.push_back(*segment);
  }
  const auto unpacked = unpack_segments(segments);
  if (!unpacked) return refused(unpacked.error());
  val object = val::object();
  object.set("text", text(*unpacked));
  return accepted(object);
}

}  // namespace

EMSCRIPTEN_BINDINGS(pack) {
  emscripten::value_object<PackedSegment>("PackedSegment")
      .field("octets", &octets_of, &never_set<PackedSegment, val>)
      .field("length", &PackedSegment::length)
      .field("encoding", &encoding_of, &never_set<PackedSegment, val>)
      .field("hasHeader", &PackedSegment::has_header);
  emscripten::function("packSegments", &pack);
  emscripten::function("packSegments", &pack_with_options);
  emscripten::function("packSegments", &by_default<&pack_with_options>);
  emscripten::function("unpackSegments", &unpack);
}

}  // namespace klikspor::door
