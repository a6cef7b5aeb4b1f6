#pragma once
// Catch2 3 where the distribution has it (Debian 13), 2.13 where not (Debian 12). Tests are written for 3.
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_all.hpp>
#else
#include <catch2/catch.hpp>

namespace Catch {
using Detail::Approx;
}
#endif
