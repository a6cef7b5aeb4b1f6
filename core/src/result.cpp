#include "klikspor/result.hpp"

namespace klikspor {

std::string_view name_of(Errc error) noexcept {
  switch (error) {
    case Errc::empty_url: return "empty-url";
    case Errc::too_long: return "too-long";
    case Errc::control_character: return "control-character";
    case Errc::lone_surrogate: return "lone-surrogate";
    case Errc::bad_scheme: return "bad-scheme";
    case Errc::bad_syntax: return "bad-syntax";
    case Errc::user_info: return "user-info";
    case Errc::no_host: return "no-host";
    case Errc::host_backslash: return "host-backslash";
    case Errc::host_percent: return "host-percent";
    case Errc::host_syntax: return "host-syntax";
    case Errc::host_no_dot: return "host-no-dot";
    case Errc::host_numeric: return "host-numeric";
    case Errc::host_script: return "host-script";
    case Errc::host_punycode: return "host-punycode";
    case Errc::port: return "port";
    case Errc::host_unreachable: return "host-unreachable";
    case Errc::public_shortener: return "public-shortener";
    case Errc::parameter_name: return "parameter-name";
    case Errc::merge_field_in_link: return "merge-field-in-link";
    case Errc::merge_field_unclosed: return "merge-field-unclosed";
    case Errc::merge_field_empty: return "merge-field-empty";
    case Errc::merge_field_length: return "merge-field-length";
    case Errc::link_joined: return "link-joined";
    case Errc::too_many_segments: return "too-many-segments";
    case Errc::segment_length: return "segment-length";
    case Errc::segment_header: return "segment-header";
    case Errc::segment_escape: return "segment-escape";
    case Errc::segments_mixed: return "segments-mixed";
    case Errc::segments_incomplete: return "segments-incomplete";
    case Errc::contact: return "contact";
    case Errc::telephone: return "telephone";
    case Errc::email: return "email";
    case Errc::not_https: return "not-https";
  }
  return "unknown";
}

}  // namespace klikspor
