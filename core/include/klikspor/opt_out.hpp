#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace klikspor {

/// A longer text is no keyword, whatever it says: a person has to read it.
inline constexpr std::size_t longest_keyword_text = 160;

/// Whether an inbound message (UTF-16) withdraws consent: it consists of opt-out keywords (STOP, STOPP, AFMELD,
/// UNSUBSCRIBE, OPT OUT, MELD MIG FRA, …: Danish, Swedish, Norwegian, Finnish, German, Dutch, French, Spanish, English)
/// and words of courtesy, greeting or scope around them ("stop tak", "STOP. Thank you", "please unsubscribe me",
/// "afmeld alle", "Nej tak. Stop"; Polish, Italian, Portuguese and Icelandic, too), behind the keyword with the short
/// code of an instruction ("STOP til 1231"), at the end with whose message it is ("Afmeld. Hilsen Bo") or what sent it
/// ("Sendt fra min iPhone"). Case, accents, punctuation, emoji and white space do not matter, nor
/// do spaces between single letters ("S T O P"). Any other word makes it a message for a person: "stop by our shop"
/// withdraws nothing.
[[nodiscard]] bool is_opt_out_keyword(std::u16string_view text) noexcept;

/// What a message that somebody sends back asks for.
enum class InboundWord : std::uint8_t { neither, stop, start };

/// `stop` as above. `start` takes an opt-out back: the message consists of words for that (START, UNSTOP, TILMELD, OPT
/// IN, MELD MIG TIL, …: the same languages) and of those of courtesy and greeting that may stand around a keyword
/// ("START tak", "Start igen. Hilsen Bo"). A message with a word of each, and any other, is for a person.
[[nodiscard]] InboundWord inbound_word(std::u16string_view text) noexcept;

/// Where an outbound message says how to opt out with an answer: code units start … end-1 are the keyword.
struct OptOutInstruction {
  std::uint32_t start = 0;
  std::uint32_t end = 0;
  bool to_number = false;  ///< the answer goes to a number named there, which may cost more than one to the sender
};

/// The first place where an outbound message tells its reader to answer with an opt-out keyword: behind a word for
/// sending ("Reply STOP", "Svar med AFMELD", "Svar JA eller STOP") or for opting out ("Afmeld: STOP"), or before what
/// it is for ("STOP to opt out", "STOP BRAND til 1245", "STOP 36111"). Words are those of the languages above. A
/// keyword elsewhere ("stop by our shop") says nothing. Numbers of less than four digits, or before a currency, are
/// amounts and days. Linear in `text`.
[[nodiscard]] std::optional<OptOutInstruction> find_opt_out_instruction(std::u16string_view text) noexcept;

/// Whether an address is a way out of its own: one of its words means opting out and nothing else
/// (`www.shop.com/unsubscribe`, `shop.dk/sms-afmelding`, `?action=opt-out`), or a part of its path, a value of its
/// query or a label before its domain is a keyword that is an ordinary word, too (`/stop`, `stop.shop.dk`, but neither
/// `/week-end` nor `/cancel-order`). Values of `utm_` parameters say nothing. Linear in `url`.
[[nodiscard]] bool names_opt_out(std::u16string_view url) noexcept;

}  // namespace klikspor
