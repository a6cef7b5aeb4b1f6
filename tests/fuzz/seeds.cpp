#include "seeds.hpp"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

/// libFuzzer calls this first, and leaves arguments that begin with two hyphens alone.
extern "C" int LLVMFuzzerInitialize(const int* count, char*** arguments) {
  constexpr std::string_view option = "--seeds=";
  for (int i = 1; i < *count; ++i) {
    const std::string_view argument = (*arguments)[i];
    if (!argument.starts_with(option)) continue;
    const std::string folder(argument.substr(option.size()));
    int number = 0;
    for (const Octets& seed : seeds()) {
      std::ofstream file(folder + "/seed-" + std::to_string(number++), std::ios::binary);
      file.write(reinterpret_cast<const char*>(seed.data()), static_cast<std::streamsize>(seed.size()));
      if (!file.flush()) {
        std::fprintf(stderr, "cannot write seeds into %s\n", folder.c_str());
        std::exit(1);
      }
    }
    std::exit(number > 0 ? 0 : 1);
  }
  return 0;
}
