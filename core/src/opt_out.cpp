#include "klikspor/opt_out.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "detail/word_list.hpp"

namespace klikspor {
namespace {

// Folded: upper case, no accents.
/// Keywords that mean opting out and nothing else.
constexpr std::string_view naming =
    " ABBESTELLEN ABMELDEN ABMELDUNG AFMELD AFMELDE AFMELDEN AFMELDES AFMELDING AFMELDT AVBESTILL AVMELD AVMELDE "
    "AVMELDING AVREGISTRER AVREGISTRERA AVREGISTRERING DESABONNEMENT DESABONNER DESINSCRIPTION DESINSCRIRE FRAMELD "
    "FRAMELDE OPTOUT STOPALL STOPALLE STOPSMS UITSCHRIJVEN UNSUB UNSUBSCRIBE UNSUBSCRIBEALL UTMELD ";
/// Keywords that are ordinary words, too: `week-end`, `slut-spurt`, `baja-california`.
constexpr std::string_view ordinary =
    " ARRET AVSLUTA AVSLUTT BAJA CANCEL END LOPETA PERUUTA QUIT REVOKE SLUT SLUTT STOP STOPP STOPPA STOPPEN ";
/// Words of courtesy, greeting and scope. Of what each means alone nothing is asked: beside a keyword they change
/// nothing.
constexpr std::string_view courtesy =
    " A ALL ALLA ALLE ALSJEBLIEFT ALSTUBLIEFT ALT ALVAST AT AUB BASTA BEAUCOUP BEDANKT BEDSTE BESKEDER BEST BESTE "
    "BESTEN BIEN BITTE BONJOUR CHEERS DANK DANKE DANKJEWEL DANKUWEL DAV DET DETTE DZIEKUJE FAVOR FAVORE FORHAAND "
    "FORHAND FREUNDLICHE FREUNDLICHEN FROM FYRIR GERNE GODDAG GRAAG GRACIAS GRAZIE HALLO HARTELIJK HARTELIJKE HEI HEJ "
    "HELLO "
    "HERZLICHE HERZLICHEN HI HJERTELIG HOI HOLA HYVA IL IT JE JEG KIITOKSIA KIITOS KIITTI KILTTI KIND KINDLY LIEBE "
    "LOT MANGE MANY ME MED MEDDELELSER MEG MEJ MERCI MESSAGES MET MIG MIL MILLE MIT MOI MUCHAS MYCKET NOW NU "
    "OBRIGADA OBRIGADO OG OLE PA PALJON PER PLAIT PLEASE PLS POR PROSZE S SA SCHOEN SCHON SCHONE SEHR SENDING SMS "
    "SNALLA SPAM SPAMMING STP STRAKS SVP TACK TAK TAKK TE TEXTING TEXTS THANK THANKS THX TUSAN TUSEN TUSIND TUSINDE "
    "TY U UN V?R VAER VANLIG VANLIGA VANLIGEN VENLIG VENLIGE VENLIGST VENNLIG VENNLIGST VIELE VIELEN VIELMALS VIL "
    "VOUS VRIENDELIJKE WEL YOU YSTAVALLISIN ";
/// What may come before a keyword: "Nej tak. Stop". Behind one it may take it back: "Stop? Nej". (Nor `non`: non-stop.)
constexpr std::string_view before = " NEE NEI NEIN NEJ OK OKAY ";
/// What a name follows: "Afmeld. Venlig hilsen Bo". (`?`: ß.)
constexpr std::string_view closing =
    " BH CORDIALEMENT CUMPRIMENTOS DVH GROET GROETEN GROETJES GRU? GRU?E GRU?EN GRUESSE GRUESSEN GRUSS GRUSSE "
    "GRUSSEN HALSNING HALSNINGAR HILSEN HILSENER HILSNER HILSNING KH KVEDJA LG MFG MVH POZDRAWIAM REGARDS RGDS "
    "SALUDO SALUDOS SALUTATIONS SALUTI TERVEISIN VH ";
/// What a telephone writes below a text: "Sendt fra min iPhone".
constexpr std::string_view sent_by = " ENVIADO ENVOYE SENDT SENT SKICKAT VERZONDEN VON ";
constexpr std::string_view sent_from = " DE DEPUIS DESDE FRA FRAN FROM MEINEM VANAF ";
/// Keywords in two parts, with courtesies between: "Meld mig fra", "Opt out".
constexpr std::string_view first_part = " MELD OPT ";
constexpr std::string_view second_part = " AF AV FRA OUT UT ";
/// Words that take an opt-out back, and in two parts ("Meld mig til", "Opt in"): no text without them is one.
constexpr std::string_view starting =
    " AANMELDEN AANMELDING ABONNER ALTA ANMELD ANMELDE ANMELDEN ANMELDUNG GENSTART OPTIN RESTART RESUBSCRIBE START "
    "STARTA "
    "STARTE STARTEN SUBSCRIBE TILMELD TILMELDE TILMELDES TILMELDING TILMELDT UNSTOP ";
constexpr std::string_view second_start = " IN PA TIL ";
/// What may stand beside them besides courtesies: once more.
constexpr std::string_view again = " AGAIN DE ERNEUT IGEN IGJEN NUEVO OPNIEUW WIEDER ";

// In an instruction: words for sending an answer, what may stand between them and a keyword, another answer before it
// ("Svar JA eller STOP"), and what leads from a keyword to its number or its purpose ("Svar STOP til 1245", "Reply with
// STOP to opt out", "STOP for at afmelde").
constexpr std::string_view sending =
    " ANTWOORD ANTWORT ANTWORTE ANTWORTEN BESVAR ENVIA ENVIE ENVOYEZ INVIA LAHETA ODPISZ REPLY REPONDEZ REPONDS "
    "RESPONDA RESPONDE RISPONDI SEND SENDA SENDE SENDEN SENDU SKICKA SKRIV SMS STUUR SVAR SVARA SVARADU SVARE TEXT "
    "TXT VASTAA WYSLIJ ";
constexpr std::string_view between =
    " AVEC BARE BLOT CON DAS JUST LA LE MED MET MIT MOT ORDET PALABRA PAR SANA SIE THE VED VIA VIESTI WITH WOORD "
    "WORD WORT ";
constexpr std::string_view alternative = " ELLER ODER OF OR OU TAI ";
constexpr std::string_view leading = " 2 AL AN AU NA NAAR PARA POUR TIL TILL TO ZU ";
constexpr std::string_view purpose = " A AT ATT FOR ";

constexpr std::array all_lists = {naming,    ordinary,   courtesy,    before,   closing,      sent_by,
                                  sent_from, first_part, second_part, starting, second_start, again,
                                  sending,   between,    alternative, leading,  purpose};
static_assert(std::all_of(all_lists.begin(), all_lists.end(), detail::in_order));

/// U+00C0 .. U+00FF and U+0100 .. U+017F without their accents; `?` is a letter that no keyword has.
constexpr std::string_view latin1 = "AAAAAA?CEEEEIIIIDNOOOOO?OUUUUY??AAAAAA?CEEEEIIIIDNOOOOO?OUUUUY?Y";
constexpr std::string_view latin_a =
    "AAAAAACCCCCCCCDDDDEEEEEEEEEEGGGGGGGGHHHHIIIIIIIIII??JJKK?LLLLLLLLLLNNNNNNN??OOOOOO??RRRRRRSSSSSSSSTTTTTTUUUUUUU"
    "UUUUUWWYYYZZZZZZS";
static_assert(latin1.size() == 64 && latin_a.size() == 128);

constexpr char separator = ' ';
constexpr char nothing = '\0';
constexpr char foreign = '?';

/// A letter A-Z or a digit; `separator` between words; `nothing` for what leaves no trace.
constexpr char fold(char16_t unit) {
  if (unit >= u'a' && unit <= u'z') return static_cast<char>(unit - u'a' + u'A');
  if ((unit >= u'A' && unit <= u'Z') || (unit >= u'0' && unit <= u'9')) return static_cast<char>(unit);
  if (unit == 0xAD || unit == 0xFEFF || (unit >= 0x200B && unit <= 0x200F) || (unit >= 0x300 && unit <= 0x36F))
    return nothing;  // soft hyphen, zero-width signs, combining accents
  if (unit < 0xC0) return separator;
  if (unit == 0xD7 || unit == 0xF7) return separator;  // multiplication and division signs
  if (unit <= 0xFF) return latin1[unit - std::size_t{0xC0}];
  if (unit <= 0x17F) return latin_a[unit - std::size_t{0x100}];
  if (unit >= 0xFF21 && unit <= 0xFF3A) return static_cast<char>(unit - 0xFF21 + u'A');  // full-width letters
  if (unit >= 0xFF41 && unit <= 0xFF5A) return static_cast<char>(unit - 0xFF41 + u'A');
  const bool sign = (unit >= 0x2000 && unit <= 0x2BFF) || (unit >= 0x3000 && unit <= 0x303F) ||
                    (unit >= 0xD800 && unit <= 0xDFFF) || (unit >= 0xFE00 && unit <= 0xFE0F);
  return sign ? separator : foreign;  // punctuation, symbols, emoji
}

/// Whether folded words can be whose name they are at the end of a message: few, and no number.
bool is_name(std::string_view words) noexcept {
  constexpr std::ptrdiff_t most_words = 4;
  return words.find_first_of("0123456789") == std::string_view::npos &&
         std::count(words.begin(), words.end(), separator) <= most_words;
}

/// Whether folded words, each with a separator before it, can be by what a message was sent: "fra min iPhone 15 Pro".
bool is_device(std::string_view words) noexcept {
  constexpr std::ptrdiff_t most_words = 5;
  if (words.empty() || std::count(words.begin(), words.end(), separator) > most_words) return false;
  words.remove_prefix(1);
  return detail::lists(sent_from, words.substr(0, words.find(separator)));
}

constexpr std::size_t shortest_code = 4;
constexpr std::size_t longest_code = 6;  ///< more are somebody's telephone

/// Whether a folded word is a short code.
bool is_code(std::string_view word) noexcept {
  return word.size() >= shortest_code && word.size() <= longest_code &&
         std::all_of(word.begin(), word.end(), [](char sign) { return sign >= '0' && sign <= '9'; });
}

/// A word of a text, or the sign that ends a sentence.
struct Piece {
  std::uint32_t start = 0;
  std::uint32_t end = 0;
  bool ends_sentence = false;
  bool is_number = false;  ///< of digits alone, and no amount or day: short codes begin at four
  /// The word folded; empty where it is longer than any word of the lists.
  std::array<char, 16> letters{};
  std::size_t length = 0;

  [[nodiscard]] std::string_view word() const noexcept {
    return length > letters.size() ? std::string_view() : std::string_view(letters.data(), length);
  }
};

/// The piece that begins at `at` or next behind it; `at` moves behind it. False: there is none.
bool next_piece(std::u16string_view text, std::size_t& at, Piece& piece) noexcept {
  constexpr std::u16string_view sentence_ends = u".!?\n";
  piece = {};
  std::size_t digits = 0;
  for (; at < text.size(); ++at) {
    const char sign = fold(text[at]);
    if (sign == nothing) continue;
    if (sign == separator) {
      if (piece.length > 0) return true;
      if (sentence_ends.find(text[at]) == std::u16string_view::npos) continue;
      piece.start = static_cast<std::uint32_t>(at++);
      piece.end = static_cast<std::uint32_t>(at);
      piece.ends_sentence = true;
      return true;
    }
    if (piece.length == 0) piece.start = static_cast<std::uint32_t>(at);
    if (piece.length < piece.letters.size()) piece.letters[piece.length] = sign;
    ++piece.length;
    if (sign >= '0' && sign <= '9') ++digits;
    piece.is_number = digits == piece.length && digits >= shortest_code;
    piece.end = static_cast<std::uint32_t>(at + 1);
  }
  return piece.length > 0;
}

bool is_keyword(std::string_view word) noexcept {
  return detail::lists(naming, word) || detail::lists(ordinary, word);
}

/// A message folded, if it is no longer than one that can be of keywords; else nothing.
class Folded {
 public:
  explicit Folded(std::u16string_view text) noexcept {
    if (text.size() > longest_keyword_text) return;
    for (const char16_t unit : text) {
      const char sign = fold(unit);
      if (sign == nothing || (sign == separator && (length_ == 0 || words_[length_ - 1] == separator))) continue;
      words_[length_++] = sign;
    }
    if (length_ > 0 && words_[length_ - 1] == separator) --length_;
    const auto end = std::copy_if(words_.begin(), words_.begin() + static_cast<std::ptrdiff_t>(length_),
                                  joined_.begin(), [](char sign) { return sign != separator; });
    joined_length_ = static_cast<std::size_t>(end - joined_.begin());
  }

  /// One separator between each two.
  [[nodiscard]] std::string_view words() const noexcept { return {words_.data(), length_}; }
  /// Written with spaces, or a keyword of two words: OPT OUT, STOP ALL, S T O P.
  [[nodiscard]] std::string_view joined() const noexcept { return {joined_.data(), joined_length_}; }

 private:
  std::array<char, longest_keyword_text + 1> words_{};
  std::array<char, longest_keyword_text> joined_{};
  std::size_t length_ = 0;
  std::size_t joined_length_ = 0;
};

bool is_stop_word(std::string_view word) noexcept {
  return word.substr(0, 4) == "STOP";
}

/// What an instruction has behind its keyword.
enum class Behind : std::uint8_t { neither, reason, number };

/// What stands behind a keyword that ends at `at`. `asked`: it is to be answered, so what follows needs not tell so.
/// `named`: words may name what is stopped ("STOP BRAND til 1245"). `alone`: a short code may follow with no word that
/// leads to it ("STOP 36111", "STOP SMS 36180").
Behind behind_keyword(std::u16string_view text, std::size_t at, bool asked, bool named, bool alone) noexcept {
  constexpr std::size_t shortest_sole_code = 5;  // 2025 is a year
  constexpr std::string_view units = " DKK EUR KR NOK SEK ";
  static_assert(detail::in_order(units));
  constexpr int most_names = 2;
  bool leads = false;     // to a number or a purpose
  bool purposes = false;  // to a purpose
  int names = 0;
  Piece piece;
  while (next_piece(text, at, piece) && !piece.ends_sentence) {
    const std::string_view word = piece.word();
    if (piece.is_number) {
      Piece unit;
      if (next_piece(text, at, unit) && detail::lists(units, unit.word())) return Behind::neither;
      const bool is_told = names == 0 ? leads || asked : leads && piece.length <= longest_code;
      const bool is_code = alone && names == 0 && piece.length >= shortest_sole_code;
      return is_told || is_code ? Behind::number : Behind::neither;
    }
    const bool is_naming = detail::lists(naming, word) || word == "OPT";
    if (names == 0 && ((leads && is_keyword(word)) || ((leads || purposes) && is_naming))) return Behind::reason;
    if (detail::lists(leading, word)) {
      leads = true;
    } else if (detail::lists(purpose, word)) {
      purposes = true;
    } else {
      const bool is_name = named && !is_keyword(word) && !detail::lists(alternative, word) && names < most_names;
      if (leads || purposes || (word != "SMS" && !is_name)) break;
      if (word != "SMS") ++names;
    }
  }
  return Behind::neither;
}

bool in_capitals(std::u16string_view word) noexcept {
  return std::all_of(word.begin(), word.end(), [](char16_t c) { return c >= u'A' && c <= u'Z'; });
}

/// Whether a word of `text` means opting out, or two do: opt-out.
bool holds_naming(std::u16string_view text) noexcept {
  Piece piece;
  bool opt = false;
  for (std::size_t at = 0; next_piece(text, at, piece); opt = piece.word() == "OPT") {
    if (detail::lists(naming, piece.word()) || (opt && piece.word() == "OUT")) return true;
  }
  return false;
}

/// Whether `text` is an ordinary keyword and nothing else but how much of it is meant, or what kind of file it is.
bool is_ordinary(std::u16string_view text) noexcept {
  constexpr std::string_view beside = " ALL ALLE HTML PHP SMS ";
  static_assert(detail::in_order(beside));
  Piece piece;
  bool found = false;
  for (std::size_t at = 0; next_piece(text, at, piece);) {
    if (detail::lists(ordinary, piece.word())) {
      found = true;
    } else if (!piece.ends_sentence && !detail::lists(beside, piece.word())) {
      return false;
    }
  }
  return found;
}

}  // namespace

bool is_opt_out_keyword(std::u16string_view text) noexcept {
  const Folded folded(text);
  const std::size_t length = folded.words().size();
  if (is_keyword(folded.joined())) return true;

  bool found = false;
  bool begun = false;  // the first part of a keyword was read
  bool coded = false;  // a keyword that a short code may follow, and nothing since
  bool led = false;    // but a word that leads to one
  for (std::size_t from = 0; from < length;) {
    const std::string_view rest = folded.words().substr(from);
    const std::string_view word = rest.substr(0, rest.find(separator));
    if (led && !is_code(word) && !is_keyword(word)) return false;
    if (is_keyword(word) || (begun && detail::lists(second_part, word))) {
      found = true;
      begun = false;
      // "STOP 36111" repeats where it goes; "cancel 4711" is about an order.
      coded = is_stop_word(word) || detail::lists(naming, word);
    } else if (coded && is_code(word)) {
      coded = led = false;
    } else if (coded && detail::lists(leading, word)) {
      led = true;
    } else if (detail::lists(first_part, word)) {
      begun = true;
    } else if (found && detail::lists(closing, word)) {
      return is_name(rest.substr(word.size()));
    } else if (found && detail::lists(sent_by, word) && is_device(rest.substr(word.size()))) {
      return true;
    } else if (!detail::lists(courtesy, word) && (found || !detail::lists(before, word))) {
      return false;
    } else {
      coded = false;
    }
    from += word.size() + 1;
  }
  return found && !begun && !led;
}

InboundWord inbound_word(std::u16string_view text) noexcept {
  if (is_opt_out_keyword(text)) return InboundWord::stop;
  const Folded folded(text);
  if (detail::lists(starting, folded.joined())) return InboundWord::start;
  bool found = false;
  bool begun = false;  // the first part of a keyword was read
  const std::string_view words = folded.words();
  for (std::size_t from = 0; from < words.size();) {
    const std::string_view rest = words.substr(from);
    const std::string_view word = rest.substr(0, rest.find(separator));
    if (detail::lists(starting, word) || (begun && detail::lists(second_start, word))) {
      found = true;
      begun = false;
    } else if (detail::lists(first_part, word)) {
      begun = true;
    } else if (found && !begun && detail::lists(closing, word)) {
      return is_name(rest.substr(word.size())) ? InboundWord::start : InboundWord::neither;
    } else if (found && !begun && detail::lists(sent_by, word) && is_device(rest.substr(word.size()))) {
      return InboundWord::start;
    } else if (!detail::lists(courtesy, word) && !detail::lists(again, word)) {
      return InboundWord::neither;
    }
    from += word.size() + 1;
  }
  return found && !begun ? InboundWord::start : InboundWord::neither;
}

std::optional<OptOutInstruction> find_opt_out_instruction(std::u16string_view text) noexcept {
  bool sends = false;    // a word for sending was read in this sentence
  bool sent = false;     // and nothing but words between since
  bool named = false;    // a word that means opting out, and the same: "Afmeld: STOP"
  bool or_else = false;  // another answer was just named
  bool opt = false;
  Piece piece;
  for (std::size_t at = 0; next_piece(text, at, piece);) {
    const std::string_view word = piece.word();
    const bool is_naming = detail::lists(naming, word) || (opt && word == "OUT");
    if (is_keyword(word)) {
      const bool is_stop = is_stop_word(word);
      const bool is_loud = is_stop && in_capitals(text.substr(piece.start, piece.end - piece.start));
      const bool asked = sent || (is_stop && named) || (is_loud && or_else && sends);
      const Behind behind = behind_keyword(text, at, asked, asked || is_loud, is_stop);
      if (asked || behind != Behind::neither)
        return OptOutInstruction{piece.start, piece.end, behind == Behind::number};
    }
    const bool is_between = detail::lists(between, word);
    or_else = detail::lists(alternative, word);
    opt = word == "OPT";
    named = is_naming || (named && is_between);
    const bool is_sending = detail::lists(sending, word);
    sent = is_sending || (sent && is_between);
    sends = !piece.ends_sentence && (sends || is_sending);
  }
  return std::nullopt;
}

bool names_opt_out(std::u16string_view url) noexcept {
  constexpr auto npos = std::u16string_view::npos;
  constexpr std::u16string_view dividers = u"./?#&;=";
  const std::size_t scheme = url.find(u"://");
  if (scheme != npos && url.find_first_of(dividers) > scheme) url.remove_prefix(scheme + 3);
  // The last two labels are the name of a brand and what stands behind it; those before are parts of their own.
  const auto host = url.substr(0, url.find_first_of(u"/?#"));
  const std::size_t top = host.rfind(u'.');
  const std::size_t domain = top == npos || top == 0 ? npos : host.rfind(u'.', top - 1);
  bool is_campaign = false;  // what a campaign is called, until the next parameter
  for (std::size_t at = 0; at < url.size();) {
    const bool is_label = domain != npos && at <= domain;
    const auto rest = url.substr(at);
    const auto part = rest.substr(0, rest.find_first_of(is_label ? dividers : dividers.substr(1)));
    at += part.size();
    const char16_t divider = at < url.size() ? url[at] : u'&';
    ++at;
    if (!is_campaign && (holds_naming(part) || (divider != u'=' && is_ordinary(part)))) return true;
    if (divider == u'&' || divider == u'#') is_campaign = false;
    if (divider == u'=' && (part.substr(0, 4) == u"utm_" || part.substr(0, 4) == u"UTM_")) is_campaign = true;
  }
  return false;
}

}  // namespace klikspor
