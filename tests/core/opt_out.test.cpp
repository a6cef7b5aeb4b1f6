#include "klikspor/opt_out.hpp"

#include <string>

#include "catch2.hpp"

using klikspor::is_opt_out_keyword;

TEST_CASE("inbound texts that withdraw consent", "[opt_out]") {
  const auto text = GENERATE(as<std::u16string>{}, u"STOP", u"stop", u"Stop.", u" stop \r\n", u"STOPP", u"Stopp!",
                             u"stop!!!", u"\"STOP\"", u"AFMELD", u"afmeld", u"Afmeld mig", u"afmeld alle",
                             u"Venligst afmeld mig tak", u"UNSUBSCRIBE", u"please unsubscribe me", u"unsubscribe\u00A0",
                             u"Opt out", u"OPT-OUT", u"optout", u"stop all", u"STOP ALLE", u"s t o p", u"STÓP",
                             u"arrêt", u"ARRE\u0302T", u"DÉSABONNER", u"\uFF33\uFF34\uFF2F\uFF30", u"STOP \U0001F64F",
                             u"stop\u200B", u"sto\u00ADp", u"avregistrera", u"avmeld", u"ABMELDEN", u"cancel",
                             u"stop stop stop", u"stop sms", u"framelde", u"\uFEFFstop", u"Jeg vil gerne afmeldes");
  CAPTURE(std::string(text.begin(), text.end()));
  CHECK(is_opt_out_keyword(text));
}

TEST_CASE("inbound texts that a person has to read", "[opt_out]") {
  const auto text =
      GENERATE(as<std::u16string>{}, u"", u" ", u"tak", u"please", u"START", u"stop by our shop tomorrow",
               u"don't stop", u"stopur", u"nonstop", u"hvornår har I åbent?", u"stop 123", u"СТОП по", u"stoр",
               u"\U0001F6D1", u"st", u"afmelder", u"ja", u"...", u"þstop", u"stop kampagnen virker ikke", u"ikke stop");
  CAPTURE(std::string(text.begin(), text.end()));
  CHECK_FALSE(is_opt_out_keyword(text));
}

TEST_CASE("a text longer than a message of 160 is no keyword", "[opt_out]") {
  CHECK(is_opt_out_keyword(u"stop" + std::u16string(156, u' ')));
  CHECK_FALSE(is_opt_out_keyword(u"stop" + std::u16string(157, u' ')));
  CHECK_FALSE(is_opt_out_keyword(std::u16string(100000, u's')));
}

TEST_CASE("lone surrogates and NUL are taken as they come", "[opt_out]") {
  CHECK(is_opt_out_keyword(std::u16string(u"stop\xD83D", 5)));
  CHECK(is_opt_out_keyword(std::u16string(u"stop\0", 5)));
  CHECK_FALSE(is_opt_out_keyword(std::u16string(1, char16_t{0xDC00})));
}
