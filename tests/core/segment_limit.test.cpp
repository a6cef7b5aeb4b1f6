#include "klikspor/segment_limit.hpp"

#include <random>
#include <string>
#include <vector>

#include "catch2.hpp"
#include "sample_list.hpp"

using namespace klikspor;

namespace {

/// Values of all lengths, some outside GSM-7, some of pairs.
Rows people(std::uint32_t seed, std::size_t count) {
  std::mt19937 random(seed);
  const std::vector<std::u16string> signs{u"a", u"æ", u"Ø", u" ", u"7", u"€", u"[", u"ł", u"ë", u"\U0001F389"};
  const auto value = [&](std::size_t longest, std::size_t kinds) {
    std::u16string text;
    for (std::size_t i = random() % longest; i > 0; --i) text += signs[random() % kinds];
    return text;
  };
  Rows rows;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t kinds = random() % 3 == 0 ? signs.size() : 7;
    rows.push_back({random() % 10 == 0 ? u"" : value(40, kinds), value(120, kinds)});
  }
  return rows;
}

const std::u16string message_text =
    u"Kære {{navn}}, vi åbner i {{by}}: www.barnetsverden.dk/aabning og www.barnetsverden.dk/kort Afmeld: {{afmeld}}";
const std::u16string shorter_text = u"Kære {{navn:12|kunde}}, se www.barnetsverden.dk/kort Afmeld: {{afmeld}}";

}  // namespace

TEST_CASE("a limit does to a list what it does to each recipient", "[segment_limit]") {
  const auto seed = GENERATE(1U, 2U, 3U);
  const auto at_most = GENERATE(1U, 2U, 3U);
  const auto above = GENERATE(AboveLimit::send, AboveLimit::leave_out, AboveLimit::shorten);
  const auto written = GENERATE(true, false);
  CAPTURE(seed, at_most, above, written);
  const auto list = list_of({u"navn", u"by"}, people(seed, 300));
  const Template message = read_template(message_text);
  const Template shorter = read_template(written ? shorter_text : u" \n");
  const SegmentLimit limit{at_most, above};
  const LimitPlan plan = plan_limited(list, message, shorter, brand(), limit);

  const AboveLimit effect = above == AboveLimit::shorten && !written ? AboveLimit::send : above;
  CHECK(plan.effect == effect);
  LimitPlan expected;
  ListPlan given[2];
  for (std::uint32_t row = 0; row < list.size(); ++row) {
    const std::uint32_t asked = plan_segments(list.render(row, message, brand()).text).segments;
    const bool is_above = asked > at_most;
    const bool own_text = is_above && effect == AboveLimit::shorten;
    const bool nothing = is_above && effect == AboveLimit::leave_out;
    const auto instead = plan_segments(list.render(row, own_text ? shorter : message, brand()).text);
    const std::uint32_t sent = nothing ? 0 : instead.segments;
    REQUIRE(plan.asked[row] == asked);
    REQUIRE(plan.sent[row] == sent);
    CHECK(sent_text({at_most, effect}, asked) == (nothing    ? SentText::nothing
                                                  : own_text ? SentText::shorter
                                                             : SentText::message));
    if (!nothing) {
      ListPlan& text = given[own_text ? 1 : 0];
      ++text.recipients;
      text.segments_total += sent;
      if (instead.encoding == Encoding::ucs2 && text.ucs2++ == 0) text.first_ucs2 = row;
    }
    const std::int32_t difference =
        is_above
            ? static_cast<std::int32_t>(asked) - static_cast<std::int32_t>(effect == AboveLimit::send ? at_most : sent)
            : 0;
    REQUIRE(plan.differences[row] == difference);
    expected.difference += difference;
    if (is_above && expected.above++ == 0) expected.first_above = row;
    if (own_text && sent > at_most && expected.still_above++ == 0) expected.first_still_above = row;
  }
  CHECK(expected.above > 0);
  CHECK(plan.above == expected.above);
  CHECK(plan.first_above == expected.first_above);
  CHECK(plan.still_above == expected.still_above);
  CHECK(plan.first_still_above == expected.first_still_above);
  CHECK(plan.difference == expected.difference);
  for (const auto which : {0, 1}) {
    const ListPlan& text = which == 0 ? plan.message : plan.shorter;
    CHECK(text.recipients == given[which].recipients);
    CHECK(text.segments_total == given[which].segments_total);
    CHECK(text.ucs2 == given[which].ucs2);
    CHECK(text.first_ucs2 == given[which].first_ucs2);
  }
}

TEST_CASE("a shorter text may be longer for somebody, and saves less than nothing then", "[segment_limit]") {
  const auto list = list_of({u"a", u"b"}, {{std::u16string(170, u'a'), std::u16string(400, u'b')}, {u"", u"c"}});
  const LimitPlan plan =
      plan_limited(list, read_template(u"{{a}}"), read_template(u"{{b}}"), brand(), {1, AboveLimit::shorten});
  CHECK(plan.asked == std::vector<std::uint32_t>{2, 0});
  CHECK(plan.sent == std::vector<std::uint32_t>{3, 0});
  CHECK(plan.differences == std::vector<std::int32_t>{-1, 0});
  CHECK(plan.difference == -1);
  CHECK(plan.still_above == 1);
}

TEST_CASE("where nobody is above the limit everybody is sent the message", "[segment_limit]") {
  const auto above = GENERATE(AboveLimit::send, AboveLimit::leave_out, AboveLimit::shorten);
  const auto list = list_of({u"a"}, {{u"x"}, {u"y"}});
  const LimitPlan plan = plan_limited(list, read_template(u"Hej {{a}}"), read_template(u"Hej"), brand(), {1, above});
  CHECK(plan.above == 0);
  CHECK(plan.first_above == no_recipient);
  CHECK(plan.difference == 0);
  CHECK(plan.message.recipients == 2);
  CHECK(plan.shorter.recipients == 0);
  const auto nobody =
      plan_limited(RecipientList({u"a"}), read_template(u"Hej"), read_template(u"Hej"), brand(), {1, above});
  CHECK(nobody.above == 0);
  CHECK(nobody.asked.empty());
}

TEST_CASE("rows one behind the other that are sent the same text are one run", "[segment_limit]") {
  const std::vector<std::uint32_t> asked{1, 1, 2, 3, 1, 2, 1};
  const auto runs = [&](AboveLimit above) {
    std::vector<std::vector<std::uint32_t>> all;
    for (const SentRun& run : sent_runs(asked, {1, above})) {
      all.push_back({run.text == SentText::shorter ? 1U : 0U, run.first, run.count});
    }
    return all;
  };
  using Runs = std::vector<std::vector<std::uint32_t>>;
  CHECK(runs(AboveLimit::send) == Runs{{0, 0, 7}});
  CHECK(runs(AboveLimit::leave_out) == Runs{{0, 0, 2}, {0, 4, 1}, {0, 6, 1}});
  CHECK(runs(AboveLimit::shorten) == Runs{{0, 0, 2}, {1, 2, 2}, {0, 4, 1}, {1, 5, 1}, {0, 6, 1}});
  CHECK(sent_runs({}, {1, AboveLimit::send}).empty());
}

TEST_CASE("a shorter text that is not written yet is none", "[segment_limit]") {
  CHECK(effect_of(AboveLimit::shorten, u"") == AboveLimit::send);
  CHECK(effect_of(AboveLimit::shorten, u" \n\t\u00A0") == AboveLimit::send);
  CHECK(effect_of(AboveLimit::shorten, u"x") == AboveLimit::shorten);
  CHECK(effect_of(AboveLimit::leave_out, u"") == AboveLimit::leave_out);
  CHECK(effect_of(AboveLimit::send, u"x") == AboveLimit::send);
}
