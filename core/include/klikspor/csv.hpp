#pragma once
#include <string>
#include <string_view>

namespace klikspor {

/// Appends one field of a CSV file (RFC 4180) given as UTF-8: in quotation marks where it holds the separator (`,` or
/// `;`), a quotation mark or a line break.
///
/// A spreadsheet computes what begins with = + - @, a full-width form of these, a tab, a carriage return or a line
/// feed, and a list may hold what a stranger wrote (OWASP, CSV Injection). Such a field gets an apostrophe in front,
/// unless it is a number: a sign, then digits, spaces and the signs . , ( ) only, such as +45 12 34 56 78. That
/// apostrophe is the one thing a file ever says that was not in the field; `defuse` false leaves it out, for a file
/// that a program reads to the letter and no spreadsheet opens.
void append_csv_field(std::string& out, std::string_view utf8, char separator, bool defuse = true);

}  // namespace klikspor
