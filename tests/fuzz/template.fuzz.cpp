// Templates. The outline of any text lies inside it, in order and without overlaps; a rendered message is the template
// with its parts replaced, where they say; and the plan over a list is what each finished message takes by itself.
#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "input.hpp"
#include "klikspor/field_name.hpp"
#include "klikspor/merge_tags.hpp"
#include "klikspor/message.hpp"
#include "klikspor/recipient_list.hpp"
#include "klikspor/segment.hpp"
#include "seeds.hpp"
#include "segment_input.hpp"

namespace {

using klikspor::Template;

/// Something of the template that a message replaces.
struct Place {
  std::uint32_t start;
  std::uint32_t end;
};

/// Fields and short links, in order.
std::vector<Place> places_of(const Template& templ) {
  std::vector<Place> places;
  for (const auto& field : templ.fields) places.push_back({field.start, field.end});
  for (const auto& link : templ.links)
    if (link.link >= 0) places.push_back({link.start, link.end});
  std::sort(places.begin(), places.end(), [](const Place& a, const Place& b) { return a.start < b.start; });
  return places;
}

template <class Ranges>
void check_ranges(const Ranges& ranges, std::size_t size) {
  std::uint32_t position = 0;
  for (const auto& range : ranges) {
    check(range.start >= position && range.end > range.start && range.end <= size);
    position = range.end;
  }
}

void check_outline(const Template& templ, std::u16string_view text) {
  check(templ.text == text);
  check_ranges(templ.fields, text.size());
  check_ranges(templ.links, text.size());
  for (const auto& problem : templ.problems) check(problem.start <= problem.end && problem.end <= text.size());
  std::uint32_t short_links = 0;
  for (const auto& link : templ.links)
    if (link.link >= 0) check(static_cast<std::uint32_t>(link.link) == short_links++);
  check(short_links == templ.links_in_message);
  check_ranges(places_of(templ), text.size());
}

/// What other tools wrote lies inside the text as well; what is to be written instead is one field, or the opt-out
/// link.
void check_tags(const Template& templ, std::span<const std::u16string> columns) {
  const auto tags = klikspor::find_foreign_tags(templ, columns);
  check_ranges(tags, templ.text.size());
  for (const auto& tag : tags) {
    check(tag.column >= -1 && tag.column < static_cast<std::int32_t>(columns.size()));
    if (tag.text.empty()) continue;
    const Template written = klikspor::read_template(tag.text);
    check(written.fields.size() + written.links.size() == 1 && written.problems.empty());
    check(klikspor::find_foreign_tags(written, columns).empty());
  }
}

/// What stands between the parts is the template's own text.
void check_message(const klikspor::Message& message, const Template& templ) {
  const auto places = places_of(templ);
  check(message.parts.size() == places.size());
  std::uint32_t in_message = 0;
  std::uint32_t in_template = 0;
  const auto is_same = [&](std::size_t message_end, std::size_t template_end) {
    return std::u16string_view(message.text).substr(in_message, message_end - in_message) ==
           std::u16string_view(templ.text).substr(in_template, template_end - in_template);
  };
  for (std::size_t i = 0; i < places.size(); ++i) {
    check(message.parts[i].start >= in_message && message.parts[i].end >= message.parts[i].start);
    check(is_same(message.parts[i].start, places[i].start));
    in_message = message.parts[i].end;
    in_template = places[i].end;
  }
  check(in_message <= message.text.size() && is_same(message.text.size(), templ.text.size()));
}

std::uint32_t lines_in(const std::string& file) {
  return static_cast<std::uint32_t>(std::count(file.begin(), file.end(), '\n'));
}

}  // namespace

std::vector<Octets> seeds() {
  std::vector<Octets> made;
  for (const std::u16string_view text :
       {u"Kære {{navn|kunde}}, se www.barnetsverden.dk/pages/x 🎉 Afmeld: {{afmeld}}", u"{{navn:3}}{{by}}€ {{", u"Hej",
        u"*|BY|* [navn] {{{by|x}}} {{navn | default: 'a|b' | upcase}} {% x %} #BY#"}) {
    Octets seed{0, 0, 0, 0, 0};
    for (const std::u16string_view value : {u"Åse", u"", u" Zoë “Ł” ", u"Aarhus"}) {
      Octets units;
      put_code_units(units, value);
      put_text(seed, {reinterpret_cast<const char*>(units.data()), units.size()});
    }
    put_code_units(seed, text);
    made.push_back(seed);
  }
  return made;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 5) return 0;
  klikspor::MessageOptions options;
  options.link_prefix = u"s.brand.dk/";
  options.segments = options_from(data);
  if ((data[4] & 1U) != 0) options.keep_links = {0};
  options.width = (data[4] & 2U) != 0 ? 9 : 8;
  Input input(data + 5, size - 5);

  // Two rows of two columns.
  std::u16string values;
  std::vector<std::uint32_t> lengths;
  for (int i = 0; i < 4; ++i) {
    const std::string_view octets = input.text();
    const auto value = code_units({reinterpret_cast<const std::uint8_t*>(octets.data()), octets.size()});
    lengths.push_back(static_cast<std::uint32_t>(value.size()));
    values += value;
  }
  klikspor::RecipientList list({u"navn", u"by"});
  check(list.append(values, lengths) && list.size() == 2);

  const std::u16string text = code_units(input.rest());
  const Template templ = klikspor::read_template(text, options.keep_links);
  check_outline(templ, text);
  check_tags(templ, list.columns());
  check_tags(templ, {});
  for (const auto& field : templ.fields) {
    const auto columns = klikspor::columns_of(field.name, list.columns());
    const std::int32_t first = klikspor::column_of(field.name, list.columns());
    check(columns.empty() ? first == -1 : first == columns.front());
    for (const std::int32_t column : columns)
      check(klikspor::same_name(field.name, list.columns()[static_cast<std::size_t>(column)]));
  }

  const auto plan = list.plan(templ, options);
  check(plan.recipients == 2 && plan.segments.size() == 2);
  std::uint64_t total = 0;
  std::uint32_t ucs2 = 0;
  for (std::uint32_t row = 0; row < 2; ++row) {
    const auto message = list.render(row, templ, options);
    check_message(message, templ);
    const auto alone = klikspor::plan_segments(message.text, options.segments);
    check(plan.segments[row] == alone.segments);
    total += alone.segments;
    ucs2 += alone.encoding == klikspor::Encoding::ucs2 ? 1 : 0;
  }
  check(plan.segments_total == total && plan.ucs2 == ucs2);
  check(plan.segments[plan.longest] >= plan.segments[plan.shortest]);

  const std::string slugs(std::size_t{2} * templ.links_in_message * options.width, 'b');
  klikspor::LineFormat json;
  json.values = klikspor::LineFormat::Values::json;
  json.cells = {0, klikspor::cell::message};
  json.around = {"", ",", "\n"};
  std::string file;
  list.render_lines(0, 2, templ, options, slugs, json, file);
  // JSON writes the line feeds of a message otherwise.
  check(lines_in(file) == 2);
  return 0;
}
