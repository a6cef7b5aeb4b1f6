// Boost.URL's parser, compiled once.
#include <boost/url/src.hpp>
