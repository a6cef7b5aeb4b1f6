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

TEST_CASE("courtesies beside a keyword withdraw consent all the same", "[opt_out]") {
  const auto text = GENERATE(
      as<std::u16string>{}, u"Stop. Thank you", u"STOP thank u", u"stop thx", u"Please stop. Many thanks",
      u"stop, please", u"Hi, stop please. Kind regards, Bo Hansen", u"Stop. Mange tak", u"Stop venligst", u"stop tak!",
      u"Stop, tusind tak", u"På forhånd tak, afmeld", u"Afmeld. Hilsen Bo", u"Hej, afmeld mig. Mvh Bo",
      u"Afmeld. Med venlig hilsen Bo og Åse Å", u"Afmeld mvh", u"Stopp, tusen takk", u"Stopp. Vennlig hilsen Ærlend",
      u"STOPP tack så mycket", u"Snälla, avmeld mig", u"Avmeld. Med vänliga hälsningar Åsa", u"Peruuta, kiitos paljon",
      u"Lopeta, ole hyvä", u"Lopeta. Terveisin Päivi", u"STOP danke schön", u"Abmelden, vielen Dank",
      u"Bitte abmelden. Besten Dank!", u"Abmelden. Mit freundlichen Grüßen Jörg", u"Stop. Liebe Grüße",
      u"Afmelden, dank je wel", u"Afmelden aub. Met vriendelijke groet, Jan", u"Stop, alvast bedankt",
      u"Stop, merci beaucoup", u"STOP s'il vous plaît", u"Bonjour, stop svp", u"Stop. Cordialement, Zoé",
      u"Baja, por favor", u"BAJA muchas gracias", u"Hola, baja. Un saludo, José", u"stop 🙏 thank you 🙏", u"STOP grazie",
      u"Stop per favore", u"STOP dziękuję", u"Proszę stop", u"STOP obrigado", u"stop obrigada", u"STOP takk fyrir",
      u"stop thanks a lot", u"Stop vær venlig", u"Vær venlig at stop", u"Stopp vennligst", u"Stop det nu",
      u"Stop det straks", u"Meld mig fra", u"Venligst meld mig fra, tak", u"Meld meg av", u"Opt out please",
      u"Please opt me out", u"Stop\nSendt fra min iPhone", u"STOP\n\nSent from my Galaxy S24",
      u"Stop\nSendt fra Outlook til iOS", u"Stopp\nSkickat från min iPhone", u"Abmelden\nVon meinem iPhone gesendet",
      u"STOP. Envoyé de mon iPhone", u"stop texting me", u"Please stop sending me messages", u"stop spamming me");
  CAPTURE(std::string(text.begin(), text.end()));
  CHECK(is_opt_out_keyword(text));
}

TEST_CASE("a keyword with the short code it was to go to withdraws consent", "[opt_out]") {
  const auto text =
      GENERATE(as<std::u16string>{}, u"STOP 36111", u"STOP til 1231", u"AFMELD 1231", u"Afmeld til 1231, tak",
               u"STOPP 2440", u"STOP to 12345", u"STOP au 36180.", u"STOPSMS 36180", u"stop 123456");
  CAPTURE(std::string(text.begin(), text.end()));
  CHECK(is_opt_out_keyword(text));
}

TEST_CASE("other numbers beside a keyword are for a person", "[opt_out]") {
  const auto text = GENERATE(as<std::u16string>{}, u"stop 123", u"stop til 12", u"stop 1234567", u"STOP til 20123456",
                             u"cancel 4711", u"end 2025", u"1231 stop", u"stop til", u"STOP til 1231 kl 12",
                             u"STOP 1231 kr", u"stop 1231 1245", u"stop tak 1231");
  CAPTURE(std::string(text.begin(), text.end()));
  CHECK_FALSE(is_opt_out_keyword(text));
}

TEST_CASE("what declines before a keyword withdraws consent, and behind it may take it back", "[opt_out]") {
  const auto text = GENERATE(as<std::u16string>{}, u"Nej tak. Stop", u"ok stop", u"Okay, afmeld mig",
                             u"Nein danke, stop", u"Nei takk. Stopp", u"Stop dette");
  CAPTURE(std::string(text.begin(), text.end()));
  CHECK(is_opt_out_keyword(text));
  const auto other = GENERATE(as<std::u16string>{}, u"Stop? Nej", u"Nej tak", u"ok", u"Nej, stop ikke", u"non-stop",
                              u"Afmeld? Nej tak", u"Stop. Ok hvornår", u"Dette");
  CAPTURE(std::string(other.begin(), other.end()));
  CHECK_FALSE(is_opt_out_keyword(other));
}

TEST_CASE("a courtesy makes no opt-out of what is said beside it", "[opt_out]") {
  const auto text = GENERATE(
      as<std::u16string>{}, u"stop by our shop?", u"Thank you, I will stop by", u"Mange tak", u"Danke schön",
      u"Hilsen Bo", u"Hilsen Bo. Tak", u"Stop for Guds skyld med at ringe", u"Hvor er jeres stoppested? Mange tak",
      u"please don't stop", u"Stop. Hilsen Bo, som gerne vil have besked om udsalget", u"Afmeld. Mvh Bo 20123456",
      u"Stop 2 beskeder tak", u"Bitte nicht abmelden, danke", u"No stop, gracias",
      u"Tak for det, hvornår er udsalget slut?", u"Kan jeg stoppe? Hilsen Bo", u"Thanks, when does it end?",
      u"Merci, à bientôt", u"stop by our shop", u"kan I stoppe med at regne", u"Meld mig til, tak", u"Meld mig",
      u"Stop, meld mig", u"Opt in please", u"Opt me in", u"Sendt fra min iPhone", u"Tak\nSendt fra min iPhone",
      u"stop sent order 17", u"Stop\nSendt fra min iPhone, og jeg vil gerne bytte min vare", u"stop texting Bo",
      u"fra stop til slut er der langt", u"Til slut: tak", u"a lot", u"Grazie mille", u"Fra mig");
  CAPTURE(std::string(text.begin(), text.end()));
  CHECK_FALSE(is_opt_out_keyword(text));
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

TEST_CASE("an instruction to opt out is found with its keyword", "[opt_out]") {
  const auto [text, keyword, to_number] = GENERATE(table<std::u16string, std::u16string, bool>({
      {u"Sale today. Reply STOP to opt out", u"STOP", false},
      {u"Reply \"STOP\" to end", u"STOP", false},
      {u"STOP to opt out", u"STOP", false},
      {u"STOP to opt-out", u"STOP", false},
      {u"Stop? Svar stop", u"stop", false},
      {u"Svar med AFMELD", u"AFMELD", false},
      {u"Svar STOP for at afmelde", u"STOP", false},
      {u"Afmeld: send STOP til 1245", u"STOP", true},
      {u"Afmeld: sms STOP 1245.", u"STOP", true},
      {u"STOP til 1245", u"STOP", true},
      {u"Text STOP to 12345", u"STOP", true},
      {u"Abmelden: Antworten Sie mit STOP!", u"STOP", false},
      {u"Vastaa STOP", u"STOP", false},
      {u"Lähetä sana STOP", u"STOP", false},
      {u"La\u0308heta\u0308 STOP", u"STOP", false},
      {u"\U0001F44B Svara STOPP", u"STOPP", false},
      {u"Baja: responde STOP", u"STOP", false},
      {u"Envía BAJA al 1234", u"BAJA", true},
      {u"Répondez STOP", u"STOP", false},
      {u"STOP au 36180", u"STOP", true},
      {u"Svar STOP til 12", u"STOP", false},
      {u"svar\nReply STOP\n", u"STOP", false},
      {u"Promo. STOP 36111", u"STOP", true},
      {u"STOP SMS 36180", u"STOP", true},
      {u"Stop SMS: 36180", u"Stop", true},
      {u"STOP SMS au 36180", u"STOP", true},
      {u"STOPSMS 36180", u"STOPSMS", true},
      {u"Svar JA eller STOP", u"STOP", false},
      {u"Svar JA for at deltage eller STOP", u"STOP", false},
      {u"Reply YES or STOP.", u"STOP", false},
      {u"STOP for at afmelde", u"STOP", false},
      {u"Afmeld: STOP", u"STOP", false},
      {u"Afmelding via STOP", u"STOP", false},
      {u"Opt-out: STOP", u"STOP", false},
      {u"Avmelding: STOPP", u"STOPP", false},
      {u"Abmeldung mit STOP", u"STOP", false},
      {u"Désinscription : STOP", u"STOP", false},
      {u"Afmeld: STOP til 1245", u"STOP", true},
      {u"STOP BRAND til 1245", u"STOP", true},
      {u"Send STOP BRAND til 1245", u"STOP", true},
      {u"Svar STOP eller ring til 70123456", u"STOP", false},
      {u"Afmeld ved at svare STOP", u"STOP", false},
      {u"Odpisz STOP", u"STOP", false},
      {u"Wyślij STOP na 1245", u"STOP", true},
      {u"Rispondi STOP", u"STOP", false},
  }));
  CAPTURE(std::string(text.begin(), text.end()));
  const auto found = klikspor::find_opt_out_instruction(text);
  REQUIRE(found);
  CHECK(text.substr(found->start, found->end - found->start) == keyword);
  CHECK(found->to_number == to_number);
}

TEST_CASE("a keyword without an instruction, and an instruction without a keyword, say nothing", "[opt_out]") {
  const auto text =
      GENERATE(as<std::u16string>{}, u"", u"stop by our shop tomorrow", u"END OF SEASON SALE",
               u"Sommerferien er slut. Udsalg til 500 kr.", u"Udsalget er slut 2025", u"Giv os et svar. Stop op og se",
               u"Afmeld: ", u"Send en ven, stop op", u"Sale ends 20. Cancel to 99", u"Reply\nSTOP", u"Reply later STOP",
               u"STOP to 123", u"STOP 2025", u"STOP 1245", u"Udsalget er slut 36111", u"Slut: udsalg til 5000",
               u"STOP SPILD TIL 1000 KR", u"Slut til 5000 kr", u"stop spild til 1245", u"stop sms",
               u"Ring JA eller STOP", u"Svar ja. Kom eller STOP", u"Reply now or stop by our shop", u"Afmeld nu. STOP",
               u"Afmeld: slut", u"Opt in: STOP", u"STOP op for 5000", u"STOP for en kop kaffe", u"Meld dig til: STOP");
  CAPTURE(std::string(text.begin(), text.end()));
  CHECK_FALSE(klikspor::find_opt_out_instruction(text));
}

TEST_CASE("an instruction is looked for in texts of any length, with words of any length", "[opt_out]") {
  const std::u16string longest(300000, u'a');
  CHECK_FALSE(klikspor::find_opt_out_instruction(longest));
  const auto found = klikspor::find_opt_out_instruction(longest + u" Reply STOP");
  REQUIRE(found);
  CHECK(found->start == 300007);
  CHECK(found->end == 300011);
  CHECK_FALSE(klikspor::find_opt_out_instruction(std::u16string(300000, u'.')));
  CHECK(klikspor::find_opt_out_instruction(u"STOP to " + std::u16string(300000, u'1'))->to_number);
}

TEST_CASE("an address may name an opt-out itself", "[opt_out]") {
  const auto url = GENERATE(
      as<std::u16string>{}, u"www.shop.com/unsubscribe", u"https://shop.dk/afmeld?x=1", u"shop.dk/nyhedsbrev-afmelding",
      u"stop.shop.dk", u"https://stop.shop.dk:8080/", u"shop.dk/d\u00E9sabonner", u"https://shop.dk/stop",
      u"https://shop.dk/stop/", u"https://shop.dk/stop/a1b2", u"shop.dk/STOP.html", u"shop.dk/sms-stop",
      u"shop.dk/stop-sms", u"shop.dk/opt-out", u"shop.dk/opt_out", u"shop.dk/optout", u"shop.dk?action=unsubscribe",
      u"shop.dk/?action=stop", u"shop.dk/?a=1&stop", u"shop.dk/?unsubscribe=1", u"shop.dk/#stop",
      u"shop.dk/#/unsubscribe", u"afmeld.shop.dk", u"sms-afmelding.shop.dk", u"shop.dk/newsletter/unsubscribe",
      u"shop.dk/sms-afmelding", u"shop.no/avmelding", u"shop.fr/desinscription",
      u"shop.dk/?utm_campaign=season-end&action=stop", u"shop.dk/?utm_source=sms#stop");
  CAPTURE(std::string(url.begin(), url.end()));
  CHECK(klikspor::names_opt_out(url));
}

TEST_CASE("an ordinary word in an address is no way out", "[opt_out]") {
  const auto url = GENERATE(
      as<std::u16string>{}, u"", u"www.shop.com", u"shop.dk/stopure", u"shop.dk/nonstop", u"shop.dk/unsubscribers",
      u"https://brand.fr/week-end", u"https://brand.fr/?utm_campaign=season-end", u"brand.fr/?utm_campaign=end",
      u"brand.fr/?UTM_Content=stop", u"brand.fr/?utm_campaign=unsubscribe-offer", u"brand.fr/?utm_campaign=a=stop",
      u"brand.fr/?utm_campaign=a/stop", u"brand.dk/one-stop-shop", u"brand.dk/slut-spurt", u"brand.dk/cancel-order",
      u"brand.dk/the-end", u"non-stop.dk", u"brand.dk/baja-california", u"https://week-end.brand.fr/salg", u"stop.dk",
      u"https://stop.dk/salg", u"www.stop.dk", u"brand.dk/?end=2026-12-01", u"brand.dk/?q=week-end", u"brand.dk/sms",
      u"brand.dk/opt-in", u"brand.dk/opt/out", u"brand.dk/out-opt", u"brand.dk/non.stop", u"://", u"...", u"/",
      u"?=&#");
  CAPTURE(std::string(url.begin(), url.end()));
  CHECK_FALSE(klikspor::names_opt_out(url));
}

TEST_CASE("an address of any length is looked through in time", "[opt_out]") {
  for (const auto sign : {u'.', u'/', u'=', u'&', u'-', u'a'}) {
    CHECK_FALSE(klikspor::names_opt_out(std::u16string(300000, sign)));
    CHECK(klikspor::names_opt_out(std::u16string(300000, sign) + u"/afmeld"));
  }
}

TEST_CASE("inbound texts that take an opt-out back", "[opt_out]") {
  const auto text = GENERATE(as<std::u16string>{}, u"START", u"start", u" Start! ", u"s t a r t", u"UNSTOP", u"TILMELD",
                             u"Tilmeld mig", u"tilmeld mig igen, tak", u"Meld mig til", u"Opt in", u"OPT-IN", u"optin",
                             u"subscribe", u"Please start again. Kind regards, Bo", u"Starta", u"Anmelden bitte",
                             u"Start\nSendt fra min iPhone", u"START. Hilsen Bo", u"START \U0001F64F", u"ST\u00C1RT");
  CAPTURE(std::string(text.begin(), text.end()));
  CHECK(klikspor::inbound_word(text) == klikspor::InboundWord::start);
}

TEST_CASE("inbound texts that are for a person take nothing back and withdraw nothing", "[opt_out]") {
  const auto text = GENERATE(as<std::u16string>{}, u"", u"tak", u"Hvad starter det?", u"start stop", u"STOP START",
                             u"When do you start?", u"start ikke", u"don't start", u"meld mig", u"tilmeld Bo 20123456",
                             u"ja", u"YES", u"start 12", u"in", u"opt");
  CAPTURE(std::string(text.begin(), text.end()));
  CHECK(klikspor::inbound_word(text) == klikspor::InboundWord::neither);
}

TEST_CASE("an inbound text is a stop exactly where it is an opt-out keyword", "[opt_out]") {
  const auto text = GENERATE(as<std::u16string>{}, u"STOP", u"afmeld mig", u"Opt out", u"stop by our shop", u"start",
                             std::u16string(161, u' ') + u"stop");
  CAPTURE(std::string(text.begin(), text.end()));
  CHECK((klikspor::inbound_word(text) == klikspor::InboundWord::stop) == is_opt_out_keyword(text));
}
