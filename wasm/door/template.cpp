// Templates, and what becomes of them over a list of recipients.
#include "convert.hpp"
#include "klikspor/beside_link.hpp"
#include "klikspor/csv.hpp"
#include "klikspor/json.hpp"
#include "klikspor/merge_tags.hpp"
#include "klikspor/message.hpp"
#include "klikspor/recipient_list.hpp"
#include "link_kind.hpp"
#include "prepared_template.hpp"
#include "segment_options.hpp"

namespace klikspor::door {
namespace {

constexpr auto part_names = names<PartKind>("field", "link", "opt-out");

MessageOptions message_options(Reader& reader, const val& given) {
  MessageOptions options;
  if (!reader.given_object("options", given)) return options;
  if (const val prefix = field(given, "linkPrefix"); is_given(prefix)) {
    options.link_prefix = reader.text("linkPrefix", prefix);
  }
  if (const val width = field(given, "width"); is_given(width)) {
    options.width = reader.whole<std::uint32_t>("width", width, 8, 9);
  }
  if (const val keep = field(given, "keepLinks"); is_given(keep)) {
    const std::size_t count = reader.length("keepLinks", keep);
    for (std::size_t i = 0; i < count; ++i) {
      options.keep_links.push_back(reader.whole<std::uint32_t>(place("keepLinks", i), keep[i], 0, highest_uint32));
    }
  }
  options.segments = segment_options(reader, field(given, "segments"));
  return options;
}

val create_template(const std::u16string& text, const val& given) {
  Reader reader;
  auto options = message_options(reader, given);
  if (reader.refused()) return reader.error();
  auto parsed = read_template(text, options.keep_links);
  return made<PreparedTemplate>(PreparedTemplate{std::move(parsed), std::move(options)});
}
val create_plain_template(const std::u16string& text) {
  return create_template(text, val::undefined());
}

// --- outline ------------------------------------------------------------------------------------------------------

/// What is doubtful about a link, in the order of the core's bits.
val beside(const Template& parsed, const TemplateLink& link) {
  constexpr std::array<std::string_view, 7> names = {"joined-before", "sign-behind", "joined-behind", "unknown-ending",
                                                     "second-ending", "plain-words", "second-link"};
  const auto bits = beside_link(parsed.text, {link.start, link.end});
  val list = val::array();
  for (std::size_t bit = 0; bit < names.size(); ++bit)
    if ((bits >> bit & 1U) != 0) push(list, word(names[bit]));
  return list;
}

val outlined_link(const Template& parsed, const TemplateLink& link) {
  return Object()
      .set("link", link.link)
      .set("kind", kind_names(link.kind))
      .set("url", text(address_of(parsed, link)))
      .set("start", link.start)
      .set("end", link.end)
      .set("beside", beside(parsed, link));
}

val outline(const PreparedTemplate& self) {
  const Template& parsed = self.parsed;
  return Object()
      .set("fields", array(parsed.fields))
      .set("links", array(parsed.links, [&](const TemplateLink& link) { return outlined_link(parsed, link); }))
      .set("problems", array(parsed.problems))
      .set("linksInMessage", parsed.links_in_message);
}

/// Where each field's values stand in a list; -1: nowhere.
val columns_in(const PreparedTemplate& self, const RecipientList& list) {
  return array(self.parsed.fields,
               [&](const TemplateField& field) { return val(column_of(field.name, list.columns())); });
}

/// For each field, the other columns that go by its name.
val namesakes_in(const PreparedTemplate& self, const RecipientList& list) {
  return array(self.parsed.fields, [&](const TemplateField& field) {
    auto columns = columns_of(field.name, list.columns());
    if (!columns.empty()) columns.erase(columns.begin());
    return val::array(columns);
  });
}

/// `list`: null without one.
val foreign_tags(const PreparedTemplate& self, const RecipientList* list) {
  const auto columns = list == nullptr ? std::span<const std::u16string>() : std::span(list->columns());
  constexpr auto kinds = names<ForeignKind>("tag", "filter");
  return array(find_foreign_tags(self.parsed, columns), [&](const ForeignTag& tag) {
    return Object()
        .set("kind", kinds(tag.kind))
        .set("start", tag.start)
        .set("end", tag.end)
        .set("column", tag.column)
        .set("text", text(tag.text));
  });
}

// --- plans --------------------------------------------------------------------------------------------------------

/// What `answer` makes of the plan. `only`: a number a row; undefined: all rows.
template <class Answer>
val planned(const PreparedTemplate& self, const RecipientList& list, const val& only, Answer answer) {
  Reader reader;
  std::vector<std::uint32_t> rows;
  if (is_given(only)) {
    rows = reader.numbers<std::uint32_t>("only", only);
    rows.resize(reader.whole<std::size_t>("only.length", static_cast<double>(rows.size()), list.size(), list.size()));
  }
  return reader.refused() ? reader.error() : answer(list.plan(self.parsed, self.options, rows));
}

val plan(const PreparedTemplate& self, const RecipientList& list, const val& only) {
  return planned(self, list, only, [](ListPlan&& done) {
    // Each row's are `segments` to ask for; Embind copies what it is handed.
    done.segments = {};
    return val(done);
  });
}
val plan_all(const PreparedTemplate& self, const RecipientList& list) {
  return plan(self, list, val::undefined());
}

val segments(const PreparedTemplate& self, const RecipientList& list, const val& only) {
  return planned(self, list, only, [](ListPlan&& done) { return typed_array(done.segments); });
}
val segments_of_all(const PreparedTemplate& self, const RecipientList& list) {
  return segments(self, list, val::undefined());
}

// --- messages -----------------------------------------------------------------------------------------------------

/// Octets of the slugs of so many rows.
std::vector<std::uint8_t> slug_octets(Reader& reader, const PreparedTemplate& self, std::size_t rows,
                                      const val& slugs) {
  auto read = reader.octets("slugs", slugs);
  // Others would lead to somebody else, or nowhere.
  const std::size_t all = rows * self.parsed.links_in_message * self.options.width;
  if (!reader.refused() && read.size() != all) {
    reader.refuse("slugs.length", val(static_cast<double>(read.size())),
                  std::to_string(all) + ", as the links of so many rows take");
  }
  return read;
}

std::string_view as_text(std::span<const std::uint8_t> octets) {
  return {reinterpret_cast<const char*>(octets.data()), octets.size()};
}

val render(const PreparedTemplate& self, const RecipientList& list, const val& row, const val& slugs) {
  Reader reader;
  const auto index = reader.whole<std::uint32_t>("row", row, 0, list.size() - 1.0);
  const auto own = is_given(slugs) ? slug_octets(reader, self, 1, slugs) : std::vector<std::uint8_t>();
  if (reader.refused()) return reader.error();
  const Message message = list.render(index, self.parsed, self.options, as_text(own));
  return Object()
      .set("text", text(message.text))
      .set("plan", val(plan_segments(message.text, self.options.segments)))
      .set("ranges", array(segment_ranges(message.text, self.options.segments)))
      .set("parts", array(message.parts));
}
val render_sample(const PreparedTemplate& self, const RecipientList& list, const val& row) {
  return render(self, list, row, val::undefined());
}

/// Puts a line together: what is the same in every one, a constant's value included, is written here once.
class LineWriter {
 public:
  explicit LineWriter(LineFormat::Values values, char separator) {
    format_.values = values, format_.separator = separator;
  }

  void put(std::string_view written) { open_ += written; }
  void put_value(std::string_view constant) {
    if (format_.values == LineFormat::Values::json) {
      append_json_string(open_, constant);
    } else {
      append_csv_field(open_, constant, format_.separator, format_.values == LineFormat::Values::csv);
    }
  }
  void put_cell(std::uint32_t cell) {
    format_.cells.push_back(cell);
    format_.around.push_back(std::exchange(open_, {}));
  }
  [[nodiscard]] LineFormat finish(std::string_view end) {
    open_ += end;
    format_.around.push_back(std::move(open_));
    return std::move(format_);
  }

 private:
  LineFormat format_;
  std::string open_;
};

/// Adds a cell: a column's index, the name of what is made, or `{ constant }`.
void add_cell(Reader& reader, LineWriter& line, const std::string& name, const val& given, std::size_t columns) {
  if (given.isNumber()) {
    line.put_cell(reader.whole<std::uint32_t>(name, given, 0, static_cast<double>(columns) - 1));
  } else if (given.isString()) {
    constexpr std::array<std::string_view, 3> names = {"encoding", "segments", "message"};
    line.put_cell(cell::encoding + static_cast<std::uint32_t>(reader.index(name, given, names)));
  } else if (const val constant = field(given, "constant"); constant.isString()) {
    line.put_value(utf8(constant));
  } else {
    reader.refuse(name, given, "a column, message, segments, encoding or a constant");
  }
}

val lines(Reader& reader, const PreparedTemplate& self, const RecipientList& list, const val& first, const val& count,
          const val& slugs, const LineFormat& format) {
  const auto from = reader.whole<std::uint32_t>("first", first, 0, list.size());
  const auto rows = reader.whole<std::uint32_t>("count", count, 0, list.size() - from);
  const auto own = slug_octets(reader, self, rows, slugs);
  if (reader.refused()) return reader.error();
  std::string out;
  list.render_lines(from, rows, self.parsed, self.options, as_text(own), format, out);
  return typed_array(std::span(reinterpret_cast<const std::uint8_t*>(out.data()), out.size()));
}

val render_csv(const PreparedTemplate& self, const RecipientList& list, const val& first, const val& count,
               const val& slugs, const val& csv) {
  constexpr std::array<std::string_view, 2> separators = {",", ";"};
  Reader reader;
  const auto separator = separators[reader.index("separator", field(csv, "separator"), separators)];
  const bool is_exact = field(csv, "exact").isTrue();
  LineWriter line(is_exact ? LineFormat::Values::exact_csv : LineFormat::Values::csv, separator[0]);
  const val cells = field(csv, "cells");
  const std::size_t width = reader.length("cells", cells);
  for (std::size_t i = 0; i < width; ++i) {
    if (i > 0) line.put(separator);
    add_cell(reader, line, place("cells", i), cells[i], list.columns().size());
  }
  return lines(reader, self, list, first, count, slugs, line.finish("\r\n"));
}

val render_ndjson(const PreparedTemplate& self, const RecipientList& list, const val& first, const val& count,
                  const val& slugs, const val& json) {
  Reader reader;
  LineWriter line(LineFormat::Values::json, ',');
  const val cells = field(json, "cells");
  const std::size_t width = reader.length("cells", cells);
  line.put("{");
  for (std::size_t i = 0; i < width; ++i) {
    const val cell = cells[i];
    if (i > 0) line.put(",");
    line.put_value(utf8(reader.text(place("cells", i), field(cell, "0"))));
    line.put(":");
    add_cell(reader, line, place("cells", i), field(cell, "1"), list.columns().size());
  }
  return lines(reader, self, list, first, count, slugs, line.finish("}\n"));
}

}  // namespace

EMSCRIPTEN_BINDINGS(message_template) {
  ValueObject<TemplateField>("TemplateField")
      .field("name", [](const TemplateField& field) { return text(field.name); })
      .field("start", &TemplateField::start)
      .field("end", &TemplateField::end)
      .field("fallback", [](const TemplateField& field) { return text(field.fallback); })
      .field("maxLength", &TemplateField::max_length);
  ValueObject<TemplateProblem>("TemplateProblem")
      .field("error", [](const TemplateProblem& problem) { return word(name_of(problem.error)); })
      .field("start", &TemplateProblem::start)
      .field("end", &TemplateProblem::end);
  ValueObject<EmptyField>("EmptyField")
      .field("name", [](const EmptyField& field) { return text(field.name); })
      .field("recipients", &EmptyField::recipients)
      .field("first", &EmptyField::first);
  ValueObject<ListPlan>("ListPlan")
      .field("recipients", &ListPlan::recipients)
      .field("segmentsTotal", [](const ListPlan& plan) { return number(plan.segments_total); })
      .field("recipientsBySegments", [](const ListPlan& plan) { return val::array(plan.recipients_by_segments); })
      .field("ucs2", &ListPlan::ucs2)
      .field("firstUcs2", [](const ListPlan& plan) { return row_or_none(plan.first_ucs2); })
      .field("longest", [](const ListPlan& plan) { return row_or_none(plan.longest); })
      .field("shortest", [](const ListPlan& plan) { return row_or_none(plan.shortest); })
      .field("emptyFields", [](const ListPlan& plan) { return array(plan.empty_fields); });
  ValueObject<MessagePart>("MessagePart")
      .field("kind", [](const MessagePart& part) { return part_names(part.kind); })
      .field("start", &MessagePart::start)
      .field("end", &MessagePart::end);
  emscripten::class_<PreparedTemplate>("Template")
      .smart_ptr<Held<PreparedTemplate>>("Template")
      .function("outline", &outline)
      .function("columnsIn", &columns_in)
      .function("namesakesIn", &namesakes_in)
      .function("foreignTags", &foreign_tags, emscripten::allow_raw_pointers())
      .function("plan", &plan_all)
      .function("plan", &plan)
      .function("segments", &segments_of_all)
      .function("segments", &segments)
      .function("render", &render_sample)
      .function("render", &render)
      .function("renderCsv", &render_csv)
      .function("renderNdjson", &render_ndjson);
  emscripten::function("createTemplate", &create_plain_template);
  emscripten::function("createTemplate", &create_template);
}

}  // namespace klikspor::door
