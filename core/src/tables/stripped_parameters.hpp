// Written by scripts/make-stripped-parameters.ts from core/data/stripped-parameters.tsv; do not edit.
#pragma once
#include <cstddef>
#include <string_view>

namespace klikspor::tables {

inline constexpr std::size_t longest_stripped = 13;

inline constexpr std::string_view stripped_parameters =
    " __hsfp __hssc __hstc __s _hsenc _openstat dclid fbclid gbraid gclid hsctatracking mc_eid mkt_tok "
    "msclkid oly_anon_id oly_enc_id twclid vero_id wbraid wickedid yclid ysclid ";

}  // namespace klikspor::tables
