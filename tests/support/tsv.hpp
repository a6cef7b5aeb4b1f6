#pragma once
#include <fstream>
#include <string>
#include <vector>

/// Rows of a file in tests/data: fields between tabs, `#` lines and empty lines left out.
inline std::vector<std::vector<std::string>> read_tsv(const std::string& name) {
  std::ifstream file(std::string(KLIKSPOR_TEST_DATA) + "/" + name);
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    auto& row = rows.emplace_back();
    std::size_t from = 0;
    for (std::size_t tab = line.find('\t'); tab != std::string::npos; tab = line.find('\t', from)) {
      row.push_back(line.substr(from, tab - from));
      from = tab + 1;
    }
    row.push_back(line.substr(from));
  }
  return rows;
}
