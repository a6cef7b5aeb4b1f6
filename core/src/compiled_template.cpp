#include "compiled_template.hpp"

#include "klikspor/detail/utf8.hpp"
#include "list_planner.hpp"

namespace klikspor::detail {
namespace {

void finish(StaticText& piece) {
  piece.summary = summarise(piece.text);
  std::uint32_t escape_gap = 0;
  std::uint32_t surrogate_gap = 0;
  for (std::size_t i = 0; i < piece.text.size(); ++i) {
    const char16_t unit = piece.text[i];
    if (septets_of(unit) == 2) {
      piece.escape_gaps.push_back(escape_gap);
      escape_gap = 0;
    } else {
      ++escape_gap;
    }
    if (is_high_surrogate(unit) && i + 1 < piece.text.size() && is_low_surrogate(piece.text[i + 1])) {
      piece.surrogate_gaps.push_back(surrogate_gap);
      surrogate_gap = 0;
      ++i;
    } else {
      ++surrogate_gap;
    }
  }
  piece.escape_gaps.push_back(escape_gap);
  piece.surrogate_gaps.push_back(surrogate_gap);
  const std::u16string_view text = piece.text;
  std::size_t at = 0;
  for (std::size_t& slug : piece.slug_at) {
    append_lossy_utf8(piece.utf8, text.substr(at, slug - at));
    at = slug;
    slug = piece.utf8.size();
  }
  append_lossy_utf8(piece.utf8, text.substr(at));
}

}  // namespace

CompiledTemplate compile(const Template& templ, const MessageOptions& options,
                         const std::vector<std::u16string>& columns) {
  CompiledTemplate compiled;
  // One sign of the alphabet costs what any other does.
  const std::u16string short_link = options.link_prefix + std::u16string(options.width, u'B');
  const std::u16string_view text = templ.text;
  StaticText piece;
  std::size_t at = 0;
  std::size_t link = 0;
  const auto copy_until = [&](std::size_t end) {
    for (; link < templ.links.size() && templ.links[link].start < end; ++link) {
      if (templ.links[link].link < 0) continue;
      piece.text += text.substr(at, templ.links[link].start - at);
      piece.slug_at.push_back(piece.text.size() + options.link_prefix.size());
      piece.text += short_link;
      at = templ.links[link].end;
    }
    piece.text += text.substr(at, end - at);
  };
  for (const TemplateField& field : templ.fields) {
    copy_until(field.start);
    finish(piece);
    compiled.texts.push_back(std::move(piece));
    piece = {};
    at = field.end;
    compiled.columns.push_back(column_of(field.name, columns));
    compiled.fallbacks.push_back(summarise(field.fallback));
  }
  copy_until(text.size());
  finish(piece);
  compiled.texts.push_back(std::move(piece));
  unsigned traits = 0;
  for (const StaticText& done : compiled.texts) traits |= done.summary.traits;
  for (const ValueSummary& fallback : compiled.fallbacks) traits |= fallback.traits;
  compiled.joins = (traits & lone_surrogate) != 0;
  return compiled;
}

}  // namespace klikspor::detail
