// What Boost calls where it would throw. The core uses only the calls that return results, so reaching one of
// these is a bug in klikspor: the program stops instead of going on with a wrong answer.
#include <boost/assert/source_location.hpp>
#include <boost/config.hpp>
#include <cstdlib>
#include <exception>

namespace boost {
BOOST_NORETURN void throw_exception(const std::exception& /*unused*/) {
  std::abort();
}
BOOST_NORETURN void throw_exception(const std::exception& /*unused*/, const source_location& /*unused*/) {
  std::abort();
}
}  // namespace boost
