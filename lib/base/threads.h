// SPDX-License-Identifier: MIT
// Threads that share work; works with fewer than requested.
#pragma once

#include <cstddef>
#include <system_error>
#include <thread>
#include <vector>

namespace wick {

/// Threads that are joined by the destructor.
class Threads {
 public:
  Threads() = default;
  Threads(const Threads&) = delete;
  Threads& operator=(const Threads&) = delete;
  ~Threads() { join(); }

  /// Starts a thread that runs `work`. False if the system cannot create one: then the existing
  /// threads, or the caller itself, must do the work.
  template <class Work>
  bool add(Work work) {
    try {
      all_.emplace_back(std::move(work));
      return true;
    } catch (const std::system_error&) {
      return false;
    }
  }
  /// Starts up to `most` threads with the same work; returns how many there are.
  template <class Work>
  std::size_t start(std::size_t most, const Work& work) {
    while (all_.size() < most && add(work)) {
    }
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
