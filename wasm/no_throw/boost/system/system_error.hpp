#pragma once
#include <boost/system/detail/error_code.hpp>
#include <boost/system/errc.hpp>
#include <exception>

/// What Boost would throw, in place of Boost's own: that one carries a message, and composing it takes printf with its
/// floats and the texts of all errors. Here nothing is thrown (abort_hooks.cpp), so nobody can read a message.
namespace boost::system {

class system_error : public std::exception {
 public:
  explicit system_error(const error_code& code) : code_(code) {}

  [[nodiscard]] error_code code() const noexcept { return code_; }

 private:
  error_code code_;
};

}  // namespace boost::system
