// SPDX-License-Identifier: MIT
#include "lib/history/discover.h"

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <set>
#include <thread>

#include "lib/base/packed.h"
#include "lib/claude/dirs.h"

namespace wick {

std::string history_cache_path(const Env& env, std::string_view name) {
  std::string home = cache_home(env);
  if (home.empty()) return "";
  std::string path = home + "/" + std::string(name);
  if (env.claude_config_dir.empty()) return path;
  std::string folders;
  for (const std::string& dir : possible_config_dirs(env)) folders += dir + '\n';
  char suffix[24];
  std::snprintf(suffix, sizeof suffix, "-%016llx",
                static_cast<unsigned long long>(hash_bytes(folders)));
  return path + suffix;
}

namespace {

// SESSION/subagents/workflows/wf_X/agent-Y.jsonl is four below the project; links may make loops.
constexpr int kDeepest = 8;

// Walks one project's folder.
class Walker {
 public:
  explicit Walker(Discovery& out) : out_(out) {}

  void folder(int parent, const char* name, std::string& path, int depth) {
    int fd = ::openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK);
    DIR* dir = fd < 0 ? nullptr : ::fdopendir(fd);
    if (!dir) {
      unreadable(path);
      if (fd >= 0) ::close(fd);
      return;
    }
    while (const dirent* entry = ::readdir(dir)) {
      if (entry->d_name[0] == '.' && (entry->d_name[1] == 0 || strcmp(entry->d_name, "..") == 0))
        continue;
      member(fd, *entry, path, depth);
    }
    ::closedir(dir);
  }

 private:
  void member(int fd, const dirent& entry, std::string& path, int depth) {
    bool wanted = is_session_file_name(entry.d_name);
    bool may_be_folder = entry.d_type == DT_DIR || entry.d_type == DT_LNK || entry.d_type == DT_UNKNOWN;
    if (!wanted && (!may_be_folder || depth >= kDeepest)) return;
    std::size_t length = path.size();
    path += '/';
    path += entry.d_name;
    if (entry.d_type == DT_DIR) {
      if (depth < kDeepest) folder(fd, entry.d_name, path, depth + 1);
    } else {
      look_at(fd, entry, path, depth, wanted);
    }
    path.resize(length);
  }

  void look_at(int fd, const dirent& entry, std::string& path, int depth, bool wanted) {
    struct stat s;
    if (::fstatat(fd, entry.d_name, &s, 0) != 0) {
      if (wanted && errno != ENOENT) unreadable(path);
      return;
    }
    if (S_ISREG(s.st_mode) && wanted) out_.files.push_back({path, info_of(s)});
    if (S_ISDIR(s.st_mode) && depth < kDeepest) folder(fd, entry.d_name, path, depth + 1);
  }

  void unreadable(const std::string& path) {
    if (errno == ENOENT) return;  // gone since it was listed
    out_.unreadable.push_back(path + ": " + ::strerror(errno));
  }

  Discovery& out_;
};

// Files that were reached twice, the one with the smaller path is kept.
void drop_doubles(std::vector<SessionFile>& files) {
  auto order = [](const SessionFile& a, const SessionFile& b) {
    return std::tie(a.info.inode, a.info.device, a.path) <
           std::tie(b.info.inode, b.info.device, b.path);
  };
  auto same = [](const SessionFile& a, const SessionFile& b) {
    return a.info.inode == b.info.inode && a.info.device == b.info.device;
  };
  std::sort(files.begin(), files.end(), order);
  files.erase(std::unique(files.begin(), files.end(), same), files.end());
}

}  // namespace

Discovery discover(const std::vector<std::string>& config_dirs, int threads) {
  std::vector<std::string> projects;
  Discovery all;
  for (const std::string& dir : config_dirs) {
    std::string folder = dir + "/projects";
    for (const std::string& name : list_dir(folder)) {
      std::string path = folder + "/" + name;
      if (!is_session_file_name(name)) projects.push_back(path);
      else if (auto info = file_info(path)) all.files.push_back({path, *info});
    }
    if (is_directory(folder) && ::access(folder.c_str(), R_OK | X_OK) != 0)
      all.unreadable.push_back(folder + ": " + ::strerror(errno));
  }
  std::vector<Discovery> parts(static_cast<std::size_t>(std::max(1, threads)));
  std::atomic<std::size_t> next = 0;
  auto work = [&](Discovery& out) {
    for (std::size_t i; (i = next++) < projects.size();) {
      std::string path = projects[i];
      if (is_directory(path)) Walker(out).folder(AT_FDCWD, projects[i].c_str(), path, 0);
    }
  };
  std::vector<std::thread> helpers;
  for (std::size_t i = 1; i < parts.size(); ++i) helpers.emplace_back(work, std::ref(parts[i]));
  work(parts[0]);
  for (std::thread& helper : helpers) helper.join();
  for (Discovery& part : parts) {
    std::move(part.files.begin(), part.files.end(), std::back_inserter(all.files));
    std::move(part.unreadable.begin(), part.unreadable.end(), std::back_inserter(all.unreadable));
  }
  drop_doubles(all.files);
  return all;
}

std::string_view project_folder_of(std::string_view path) {
  constexpr std::string_view kProjects = "/projects/";
  std::size_t at = path.find(kProjects);
  // The last "/projects/" that a project folder can follow: the home may lie in one of that name.
  for (std::size_t more = at; more != path.npos; more = path.find(kProjects, more + 1)) {
    if (path.find('/', more + kProjects.size()) != path.npos) at = more;
  }
  if (at == path.npos) return path.substr(0, path.rfind('/'));
  return path.substr(0, path.find('/', at + kProjects.size()));
}

}  // namespace wick
