#pragma once
#include <string>

/// Whether `url`, its slug markers filled in, is a URI by Boost.URL's reading of RFC 3986, with a name or a dotted quad
/// for a host and no user info.
bool is_uri_with_host(std::string url);
