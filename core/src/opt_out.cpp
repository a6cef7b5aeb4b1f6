#include "klikspor/opt_out.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "detail/word_list.hpp"

namespace klikspor {
namespace {

// Folded: upper case, no accents.
constexpr std::string_view keywords =
    " ABBESTELLEN ABMELDEN ABMELDUNG AFMELD AFMELDE AFMELDEN AFMELDES AFMELDING AFMELDT ARRET AVBESTILL "
    "AVMELD AVMELDE AVREGISTRER AVREGISTRERA AVSLUTA AVSLUTT BAJA CANCEL DESABONNER DESINSCRIRE END FRAMELD "
    "FRAMELDE LOPETA OPTOUT PERUUTA QUIT REVOKE SLUT SLUTT STOP STOPALL STOPALLE STOPP STOPPA STOPPEN "
    "STOPSMS UITSCHRIJVEN UNSUB UNSUBSCRIBE UNSUBSCRIBEALL UTMELD ";
constexpr std::string_view courtesy =
    " ALL ALLA ALLE ALT BESKEDER BITTE DANKE FROM GERNE JEG ME MEDDELELSER MEG MEJ MERCI MESSAGES MIG NOW NU "
    "OG PLEASE PLS SMS TACK TAK TAKK TEXTS THANKS VENLIGST VIL ";

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

}  // namespace

bool is_opt_out_keyword(std::u16string_view text) noexcept {
  if (text.size() > longest_keyword_text) return false;
  std::array<char, longest_keyword_text + 1> folded{};
  std::size_t length = 0;
  for (const char16_t unit : text) {
    const char sign = fold(unit);
    if (sign == nothing || (sign == separator && (length == 0 || folded[length - 1] == separator))) continue;
    folded[length++] = sign;
  }
  if (length > 0 && folded[length - 1] == separator) --length;

  // Written with spaces, or a keyword of two words: OPT OUT, STOP ALL, S T O P.
  std::array<char, longest_keyword_text> joined{};
  const auto end = std::copy_if(folded.begin(), folded.begin() + static_cast<std::ptrdiff_t>(length), joined.begin(),
                                [](char sign) { return sign != separator; });
  if (detail::lists(keywords, {joined.data(), static_cast<std::size_t>(end - joined.begin())})) return true;

  bool found = false;
  for (std::size_t from = 0; from < length;) {
    const std::string_view rest(folded.data() + from, length - from);
    const std::string_view word = rest.substr(0, rest.find(separator));
    if (detail::lists(keywords, word)) {
      found = true;
    } else if (!detail::lists(courtesy, word)) {
      return false;
    }
    from += word.size() + 1;
  }
  return found;
}

}  // namespace klikspor
