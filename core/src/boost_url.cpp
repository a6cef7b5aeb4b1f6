// Compiles Boost.URL once for the whole project; nothing else belongs here, so that it is never rebuilt.
#include <boost/url/src.hpp>
