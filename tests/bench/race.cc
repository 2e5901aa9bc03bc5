// SPDX-License-Identifier: MIT
// race: runs commands in turn, round after round, and prints each one's median wall time, its ratio
// to the first one's, and its peak memory. Turn by turn, so that a machine that slows down slows
// all.
//
//   race ROUNDS < LIST      a line each: LABEL <tab> FILE FOR STDIN <tab> COMMAND [ARGUMENT ...]
//   race --rows ROUNDS      the same as lines of LABEL <tab> MICROSECONDS <tab> RATIO <tab> KIB
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

namespace {

struct Runner {
  std::string label, input;
  std::vector<std::string> words;
  std::vector<double> times;
  long peak_kib = 0;
};

double now_us() {
  timespec t{};
  clock_gettime(CLOCK_MONOTONIC, &t);
  return static_cast<double>(t.tv_sec) * 1e6 + static_cast<double>(t.tv_nsec) / 1e3;
}

Runner parse(const std::string& line) {
  Runner runner;
  std::size_t first = line.find('\t'), second = line.find('\t', first + 1);
  runner.label = line.substr(0, first);
  runner.input = line.substr(first + 1, second - first - 1);
  for (std::size_t at = second + 1; at < line.size();) {
    std::size_t end = std::min(line.find(' ', at), line.size());
    if (end > at) runner.words.push_back(line.substr(at, end - at));
    at = end + 1;
  }
  return runner;
}

void run(Runner& runner, int null) {
  std::vector<char*> argv;
  for (std::string& word : runner.words) argv.push_back(word.data());
  argv.push_back(nullptr);
  int input = open(runner.input.c_str(), O_RDONLY);
  double start = now_us();
  pid_t pid = fork();
  if (pid == 0) {
    dup2(input, 0);
    dup2(null, 1);
    dup2(null, 2);
    execvp(argv[0], argv.data());
    _exit(127);
  }
  int status = 0;
  rusage usage{};
  wait4(pid, &status, 0, &usage);
  runner.times.push_back(now_us() - start);
  runner.peak_kib = std::max(runner.peak_kib, usage.ru_maxrss);
  close(input);
  if (WIFEXITED(status) && WEXITSTATUS(status) < 64) return;
  std::fprintf(stderr, "race: %s: failed with status %d\n", runner.label.c_str(), status);
  std::exit(1);
}

double median(std::vector<double> times) {
  std::nth_element(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2),
                   times.end());
  return times[times.size() / 2];
}

std::vector<Runner> read_list() {
  std::vector<Runner> runners;
  char line[8192];
  while (std::fgets(line, sizeof line, stdin)) {
    line[std::strcspn(line, "\n")] = '\0';
    if (line[0]) runners.push_back(parse(line));
  }
  return runners;
}

}  // namespace

int main(int argc, char** argv) {
  bool rows = argc > 2 && std::strcmp(argv[1], "--rows") == 0;
  int rounds = argc > 1 ? std::atoi(argv[argc - 1]) : 0;
  std::vector<Runner> runners = read_list();
  if (rounds < 1 || runners.empty()) {
    std::fputs("usage: race [--rows] ROUNDS < LIST\n", stderr);
    return 64;
  }
  int null = open("/dev/null", O_RDWR);
  for (int round = -3; round < rounds; ++round) {
    for (Runner& runner : runners) run(runner, null);
    if (round < 0) {
      for (Runner& runner : runners) runner.times.clear();  // warm-up
    }
  }
  double yardstick = median(runners.front().times);
  if (!rows) std::printf("%-44s %10s %7s %10s\n", "", "median us", "ratio", "peak KiB");
  for (const Runner& runner : runners) {
    double time = median(runner.times);
    std::printf(rows ? "%s\t%.1f\t%.3f\t%ld\n" : "%-44s %10.1f %7.2f %10ld\n", runner.label.c_str(),
                time, time / yardstick, runner.peak_kib);
  }
}
