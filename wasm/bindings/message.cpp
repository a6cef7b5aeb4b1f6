// Templates and recipient lists for JavaScript: exported C functions over resident buffers, so that a million rows
// cross as memory and not as objects. A list is an address that `js/recipient-list.ts` gives back with `listDispose`.
#include "klikspor/message.hpp"

#include <emscripten/emscripten.h>

#include <cstdint>
#include <string>
#include <vector>

#include "klikspor/csv.hpp"
#include "klikspor/links.hpp"
#include "klikspor/recipient_list.hpp"
#include "segment_options.hpp"

namespace {

/// What JavaScript writes before a call, and what it reads after one.
std::vector<char16_t> text_in(4096);
std::vector<std::uint32_t> numbers_in(1024);
std::string octets_in;
std::u16string text_out;
std::vector<std::uint32_t> numbers_out;
std::string octets_out;

/// The template and options of the calls that follow.
klikspor::Template used;
klikspor::MessageOptions options;

void put(std::initializer_list<std::uint32_t> numbers) {
  numbers_out.insert(numbers_out.end(), numbers);
}

std::uint32_t size32(std::size_t size) {
  return static_cast<std::uint32_t>(size);
}

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE char16_t* messageText(std::uint32_t units) {
  if (text_in.size() < units) text_in.resize(units);
  return text_in.data();
}
EMSCRIPTEN_KEEPALIVE std::uint32_t* messageNumbers(std::uint32_t count) {
  if (numbers_in.size() < count) numbers_in.resize(count);
  return numbers_in.data();
}
EMSCRIPTEN_KEEPALIVE char* messageOctets(std::uint32_t count) {
  octets_in.resize(count);
  return octets_in.data();
}
EMSCRIPTEN_KEEPALIVE const char16_t* messageTextOut() {
  return text_out.data();
}
EMSCRIPTEN_KEEPALIVE const std::uint32_t* messageNumbersOut() {
  return numbers_out.data();
}
EMSCRIPTEN_KEEPALIVE const char* messageOctetsOut() {
  return octets_out.data();
}

/// Reads the template: the first `length` code units of the text; `prefix` more are the link prefix; the first `keep`
/// numbers are the links to keep.
EMSCRIPTEN_KEEPALIVE void messageUse(std::uint32_t length, std::uint32_t prefix, std::uint32_t keep,
                                     std::uint32_t width, std::uint32_t flags, std::uint32_t locking,
                                     std::uint32_t single, std::uint32_t allowed_locking,
                                     std::uint32_t allowed_single) {
  options.link_prefix.assign(text_in.data() + length, prefix);
  options.width = width;
  options.keep_links.assign(numbers_in.data(), numbers_in.data() + keep);
  options.segments = segment_options_of(flags, locking, single, allowed_locking, allowed_single);
  used = klikspor::read_template({text_in.data(), length}, options.keep_links);
}

/// Numbers out: links in message; counts of fields, links, problems; then 5 a field (start, end, longest value, lengths
/// of name and fallback, which are the text out), 5 a link (link, kind, start, end, what stands beside it), 3 a problem
/// (error, start, end).
EMSCRIPTEN_KEEPALIVE void messageOutline() {
  text_out.clear();
  numbers_out.clear();
  put({used.links_in_message, size32(used.fields.size()), size32(used.links.size()), size32(used.problems.size())});
  for (const auto& field : used.fields) {
    put({field.start, field.end, field.max_length, size32(field.name.size()), size32(field.fallback.size())});
    text_out += field.name;
    text_out += field.fallback;
  }
  for (const auto& link : used.links) {
    put({static_cast<std::uint32_t>(link.link), static_cast<std::uint32_t>(link.kind), link.start, link.end,
         klikspor::beside_link(used.text, {link.start, link.end})});
  }
  for (const auto& problem : used.problems) {
    put({static_cast<std::uint32_t>(problem.error), problem.start, problem.end});
  }
}

/// The name of an error as octets out; returns its length.
EMSCRIPTEN_KEEPALIVE std::uint32_t messageErrorName(std::uint32_t error) {
  octets_out = klikspor::name_of(static_cast<klikspor::Errc>(error));
  return size32(octets_out.size());
}

/// The first `columns` numbers are the lengths of the columns' names, which are the text in.
EMSCRIPTEN_KEEPALIVE klikspor::RecipientList* listCreate(std::uint32_t columns) {
  std::vector<std::u16string> names;
  const char16_t* at = text_in.data();
  for (std::uint32_t i = 0; i < columns; ++i) {
    names.emplace_back(at, numbers_in[i]);
    at += numbers_in[i];
  }
  return new klikspor::RecipientList(std::move(names));
}
EMSCRIPTEN_KEEPALIVE void listDispose(klikspor::RecipientList* list) {
  delete list;
}
EMSCRIPTEN_KEEPALIVE std::uint32_t listSize(const klikspor::RecipientList* list) {
  return list->size();
}

/// Text in: the values; numbers in: their lengths.
EMSCRIPTEN_KEEPALIVE bool listAppend(klikspor::RecipientList* list, std::uint32_t units, std::uint32_t cells) {
  return list->append({text_in.data(), units}, {numbers_in.data(), cells});
}

/// Numbers in: 0 for each of the first `rows` that is passed over; no `rows`: none is. Numbers out: segments of each
/// row; recipients, total (low, high), ucs2, first ucs2, longest, shortest, counts of segments and empty fields;
/// recipients by segments; 3 an empty field (recipients, first, length of its name, which is the text out).
EMSCRIPTEN_KEEPALIVE void listPlan(const klikspor::RecipientList* list, std::uint32_t rows) {
  auto plan = list->plan(used, options, {numbers_in.data(), rows});
  text_out.clear();
  numbers_out = std::move(plan.segments);
  put({plan.recipients, static_cast<std::uint32_t>(plan.segments_total),
       static_cast<std::uint32_t>(plan.segments_total >> 32U), plan.ucs2, plan.first_ucs2, plan.longest, plan.shortest,
       size32(plan.recipients_by_segments.size()), size32(plan.empty_fields.size())});
  numbers_out.insert(numbers_out.end(), plan.recipients_by_segments.begin(), plan.recipients_by_segments.end());
  for (const auto& field : plan.empty_fields) {
    put({field.recipients, field.first, size32(field.name.size())});
    text_out += field.name;
  }
}

/// Octets in: the row's slugs, or none. Numbers out: length of the text out, parts, ranges; the plan; 3 a part (kind,
/// start, end), 4 a range.
EMSCRIPTEN_KEEPALIVE void listRender(const klikspor::RecipientList* list, std::uint32_t row) {
  auto message = list->render(row, used, options, octets_in);
  const auto plan = klikspor::plan_segments(message.text, options.segments);
  const auto ranges = klikspor::segment_ranges(message.text, options.segments);
  numbers_out.assign(3 + plan_numbers, 0);
  numbers_out[0] = size32(message.text.size());
  numbers_out[1] = size32(message.parts.size());
  numbers_out[2] = size32(ranges.size());
  write_plan(plan, &numbers_out[3]);
  for (const auto& part : message.parts) put({static_cast<std::uint32_t>(part.kind), part.start, part.end});
  for (const auto& range : ranges) put({range.start, range.end, range.units, range.octets});
  text_out = std::move(message.text);
}

/// Octets in: slugs of the rows, then what stands around the cells. Numbers in: the cells, then the lengths of what
/// stands around them, one more. Returns the length of the octets out.
EMSCRIPTEN_KEEPALIVE std::uint32_t listLines(const klikspor::RecipientList* list, std::uint32_t first,
                                             std::uint32_t count, std::uint32_t values, std::uint32_t separator,
                                             std::uint32_t cells) {
  klikspor::LineFormat format{static_cast<klikspor::LineFormat::Values>(values),
                              static_cast<char>(separator),
                              {numbers_in.data(), numbers_in.data() + cells},
                              {}};
  std::size_t around = octets_in.size();
  for (std::uint32_t i = 0; i <= cells; ++i) around -= numbers_in[cells + i];
  const std::string_view slugs(octets_in.data(), around);
  for (std::uint32_t i = 0; i <= cells; ++i) {
    format.around.push_back(octets_in.substr(around, numbers_in[cells + i]));
    around += numbers_in[cells + i];
  }
  octets_out.clear();
  list->render_lines(first, count, used, options, slugs, format, octets_out);
  return size32(octets_out.size());
}

/// Octets in: a field as UTF-8. Returns the length of the octets out.
EMSCRIPTEN_KEEPALIVE std::uint32_t csvField(std::uint32_t separator, bool defuse) {
  octets_out.clear();
  klikspor::append_csv_field(octets_out, octets_in, static_cast<char>(separator), defuse);
  return size32(octets_out.size());
}

}  // extern "C"
