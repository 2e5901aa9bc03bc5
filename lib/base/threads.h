// SPDX-License-Identifier: MIT
// Threads that share work, as many as can be had.
#pragma once

#include <cstddef>
#include <system_error>
#include <thread>
#include <vector>

namespace wick {

/// Threads, waited for in the end.
class Threads {
 public:
  Threads() = default;
  Threads(const Threads&) = delete;
  Threads& operator=(const Threads&) = delete;
  ~Threads() { join(); }

  /// Starts `work` in one more. False where the system has none to give: then those that there are, and at
  /// last the caller itself, must do with the work.
  template <class Work>
  bool add(Work work) {
    try {
      all_.emplace_back(std::move(work));
      return true;
    } catch (const std::system_error&) {
      return false;
    }
  }
  /// Starts up to `most` that do the same; how many there are.
  template <class Work>
  std::size_t start(std::size_t most, const Work& work) {
    while (all_.size() < most && add(work)) {}
    return all_.size();
  }
  void join() {
    for (std::thread& thread : all_)
      if (thread.joinable()) thread.join();
  }

 private:
  std::vector<std::thread> all_;
};

}  // namespace wick
