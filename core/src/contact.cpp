#include "klikspor/contact.hpp"

#include <algorithm>
#include <boost/url/encode.hpp>
#include <boost/url/grammar/alnum_chars.hpp>
#include <boost/url/grammar/digit_chars.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

#include "detail/address.hpp"
#include "detail/host.hpp"
#include "detail/signs.hpp"
#include "detail/white_space.hpp"
#include "klikspor/destination.hpp"
#include "klikspor/detail/utf8.hpp"
#include "klikspor/message.hpp"
#include "klikspor/sender.hpp"

namespace klikspor {
namespace {

using std::string_view;
constexpr auto npos = string_view::npos;

namespace urls = boost::urls;
namespace grammar = boost::urls::grammar;

/// What stands between the digits of a number, no-break spaces as one octet (`spaced`).
constexpr string_view between_digits = " -./()";
/// What a local part may hold beside letters and digits (RFC 5321, 4.1.2, atext) and dots.
constexpr string_view local_signs = "!#$%&'*+-/=?^_`{|}~.";
constexpr std::size_t longest_local = 64;

bool is_telephone(string_view text) noexcept {
  const auto belongs = [](char c) { return grammar::digit_chars(c) || c == '+' || between_digits.find(c) != npos; };
  return std::any_of(text.begin(), text.end(), grammar::digit_chars) && std::all_of(text.begin(), text.end(), belongs);
}

/// White space of any kind as a space: people copy numbers from pages that keep them on one line.
std::u16string spaced(std::u16string_view text) {
  std::u16string out(text);
  for (char16_t& c : out) {
    if (detail::is_white(c)) c = u' ';
  }
  return out;
}

Result<Contact> telephone(string_view text) {
  std::string number;
  std::size_t digits = 0;
  bool gap = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '+') {
      if (!number.empty()) return Errc::telephone;
      number = "+";
    } else if (!grammar::digit_chars(c)) {
      if (number[0] == '+' && text.substr(i, 3) == "(0)") i += 2;
      gap = digits > 0;
    } else if (number == "0" && c == '0' && !gap) {
      number = "+";
      digits = 0;
    } else {
      if (gap) number.push_back(' ');
      number.push_back(c);
      gap = false;
      ++digits;
    }
  }
  if (digits < shortest_sender || digits > longest_number) return Errc::telephone;
  std::string href = "tel:" + number;
  href.erase(std::remove(href.begin(), href.end(), ' '), href.end());
  return Contact{ContactKind::telephone, number, std::move(href), number};
}

bool is_local_part(string_view local) noexcept {
  const auto belongs = [](char c) { return grammar::alnum_chars(c) || local_signs.find(c) != npos; };
  return !local.empty() && local.size() <= longest_local && local.front() != '.' && local.back() != '.' &&
         local.find("..") == npos && std::all_of(local.begin(), local.end(), belongs);
}

Result<Contact> email(string_view text) {
  const std::size_t at = text.rfind('@');
  const string_view local = text.substr(0, at);
  if (!is_local_part(local)) return Errc::email;
  const auto host = detail::finish_host(text.substr(at + 1));
  if (!host) return host.error();
  Contact done{ContactKind::email, std::string(local) + '@' + host->ascii, "mailto:", std::string(local) + '@'};
  if (done.value.size() > longest_email) return Errc::too_long;
  done.href += urls::encode(local, urls::unreserved_chars) + '@' + host->ascii;
  done.shown += host->display;
  return done;
}

Result<Contact> form(std::u16string_view text) {
  const auto found = build_destination(text);
  if (!found) return found.error();
  const auto address = detail::read_address(text);
  if (!address || address->scheme != "https") return Errc::not_https;
  const std::string behind = detail::behind_host(*address, address->query);
  return Contact{ContactKind::form, found->url, found->url, found->display_host + (behind == "/" ? "" : behind)};
}

}  // namespace

Result<Contact> build_contact(std::u16string_view text) {
  const std::u16string plain = spaced(detail::without_blanks(text));
  if (plain.size() > longest_destination) return Errc::too_long;
  const auto utf8 = detail::to_utf8(plain);
  if (!utf8) return Errc::lone_surrogate;
  if (is_telephone(*utf8)) return telephone(*utf8);
  // One word with a dot: anything else is a sentence, of which the refusals of addresses would say nothing helpful.
  if (utf8->find(' ') != npos || utf8->find('.') == npos) return Errc::contact;
  return utf8->find('@') < utf8->find('/') ? email(*utf8) : form(plain);
}

}  // namespace klikspor
