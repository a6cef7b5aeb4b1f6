#pragma once
#include <cstdint>

/// Clicks right after the messages went out.
namespace klikspor {

/// Who follows a link less than this after its message was sent was very quick, or no person: the message has to reach
/// the phone, be noticed, opened and read before the link can be tapped. A scanner on the way needs none of it.
///
/// It proves nothing, so nothing is counted otherwise because of it: a person with the phone in hand can do it, the
/// clocks of gateway and counter differ, and what is known is mostly when sending began, not when a message arrived.
/// Such clicks are told beside the others.
inline constexpr std::int64_t soon_ms = 5000;

}  // namespace klikspor
