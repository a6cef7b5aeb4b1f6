// Written by scripts/make-public-shorteners.ts from core/data/public-shorteners.tsv; do not edit.
#pragma once
#include <string_view>

namespace klikspor::tables {

inline constexpr std::string_view public_shorteners =
    " alturl.com bc.vc bit.do bit.ly bitly.com bitly.ws budurl.com buff.ly cutt.ly dub.sh goo.gl is.gd "
    "j.mp lnkd.in ow.ly rb.gy rebrand.ly s.id short.gy shorturl.at shrtco.de soo.gd t.co t.ly t2m.io "
    "tiny.cc tinyurl.com v.gd ";

}  // namespace klikspor::tables
