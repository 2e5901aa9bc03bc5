// SPDX-License-Identifier: MIT
// What unit tests share: a folder of their own and the files beside them.
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace wick_test {

/// A folder that goes with the test.
class Folder {
 public:
  Folder() {
    char name[] = "/tmp/wick-unit.XXXXXX";
    path_ = ::mkdtemp(name);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }
  std::string write(const std::string& name, const std::string& content) const {
    std::filesystem::create_directories(std::filesystem::path(*this / name).parent_path());
    std::ofstream(*this / name, std::ios::binary) << content;
    return *this / name;
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

inline std::string slurp(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream all;
  all << in.rdbuf();
  return all.str();
}

/// A file below tests/data; WICK_DATA says where that is.
inline std::string data(const std::string& name) {
  const char* folder = ::getenv("WICK_DATA");
  return std::string(folder ? folder : "tests/data") + "/" + name;
}

}  // namespace wick_test
