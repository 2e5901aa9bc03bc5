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
#include <map>
#include <set>

#include "lib/base/failure.h"
#include "lib/base/packed.h"
#include "lib/base/threads.h"
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

// SESSION/subagents/workflows/wf_X/agent-Y.jsonl is four levels below the project.
constexpr int kDeepest = 8;

// Identifies a folder, whatever path leads to it.
using FolderKey = std::pair<std::uint64_t, std::uint64_t>;
FolderKey key_of(const struct stat& s) { return {s.st_dev, s.st_ino}; }

// Records why something could not be read; a path deleted since it was listed is no error.
void tell_of(Discovery& out, const std::string& path) {
  if (errno != ENOENT) out.unreadable.push_back(path + ": " + ::strerror(errno));
}

// An entry that cannot be examined may be a folder with sessions.
bool may_hide_sessions(int error) { return error == EACCES || !is_out_of_reach(error); }

// A folder below a project that is reached through a symbolic link.
struct LinkedFolder {
  std::string path;
  int depth;
};

// The results of one thread.
struct Walked {
  Discovery found;
  std::vector<FolderKey> folders;
  std::vector<LinkedFolder> links;
};

// Walks one project's folder. Links to folders are followed later: most targets have been read by
// then.
class Walker {
 public:
  explicit Walker(Walked& out) : out_(out) {}

  void folder(int parent, const char* name, std::string& path, int depth) {
    int fd = ::openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK);
    struct stat s;
    DIR* dir = fd < 0 || ::fstat(fd, &s) != 0 ? nullptr : ::fdopendir(fd);
    if (!dir) {
      tell_of(out_.found, path);
      if (fd >= 0) ::close(fd);
      return;
    }
    out_.folders.push_back(key_of(s));
    errno = 0;
    while (const dirent* entry = ::readdir(dir)) {
      bool is_itself =
          entry->d_name[0] == '.' && (entry->d_name[1] == 0 || strcmp(entry->d_name, "..") == 0);
      if (!is_itself) member(fd, *entry, path, depth);
      errno = 0;
    }
    if (errno != 0) tell_of(out_.found, path);
    ::closedir(dir);
  }

 private:
  void member(int fd, const dirent& entry, std::string& path, int depth) {
    bool wanted = is_session_file_name(entry.d_name);
    bool may_be_folder =
        entry.d_type == DT_DIR || entry.d_type == DT_LNK || entry.d_type == DT_UNKNOWN;
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
      if (wanted || may_hide_sessions(errno)) tell_of(out_.found, path);
      return;
    }
    if (S_ISREG(s.st_mode) && wanted) out_.found.files.push_back({path, info_of(s)});
    if (!S_ISDIR(s.st_mode) || depth >= kDeepest) return;
    struct stat own;
    bool is_link =
        entry.d_type == DT_LNK ||
        (::fstatat(fd, entry.d_name, &own, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(own.st_mode));
    if (is_link) out_.links.push_back({path, depth + 1});
    else folder(fd, entry.d_name, path, depth + 1);
  }

  Walked& out_;
};

// Of a file that was reached twice, keeps the smaller path.
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

class Discoverer {
 public:
  explicit Discoverer(int threads) : parts_(static_cast<std::size_t>(std::max(1, threads))) {}

  Discovery run(const std::vector<std::string>& config_dirs) {
    for (const std::string& dir : config_dirs) list(dir + "/projects");
    walk_projects();
    for (Walked& part : parts_) take(part);
    follow_links();
    drop_doubles(all_.files);
    return std::move(all_);
  }

 private:
  void list(const std::string& folder) {
    std::vector<std::string> names;
    struct stat s;
    or_note(all_.unreadable, [&] { names = list_dir(folder); });
    if (names.empty()) return;
    if (::stat(folder.c_str(), &s) == 0) seen_.insert(key_of(s));
    if (::access(folder.c_str(), X_OK) != 0) {
      tell_of(all_, folder);
      return;
    }
    for (const std::string& name : names) {
      std::string path = folder + "/" + name;
      bool is_session = is_session_file_name(name);
      if (::stat(path.c_str(), &s) != 0) {
        if (is_session || may_hide_sessions(errno)) tell_of(all_, path);
      } else if (S_ISDIR(s.st_mode)) {
        // Two names of one folder: keep the smaller, as for files.
        auto [at, is_new] = projects_.try_emplace(key_of(s), path);
        if (!is_new) at->second = std::min(at->second, path);
      } else if (is_session) {
        all_.files.push_back({path, info_of(s)});
      }
    }
  }

  void walk_projects() {
    std::vector<std::string> projects;
    for (const auto& [key, path] : projects_) projects.push_back(path);
    std::atomic<std::size_t> next = 0;
    auto work = [&](Walked& out) {
      for (std::size_t i; (i = next++) < projects.size();) {
        std::string path = projects[i];
        Walker(out).folder(AT_FDCWD, projects[i].c_str(), path, 0);
      }
    };
    Threads helpers;
    for (std::size_t i = 1; i < parts_.size(); ++i)
      if (!helpers.add([&work, &out = parts_[i]] { work(out); })) break;
    work(parts_[0]);
    helpers.join();
  }

  void take(Walked& part) {
    std::move(part.found.files.begin(), part.found.files.end(), std::back_inserter(all_.files));
    std::move(part.found.unreadable.begin(), part.found.unreadable.end(),
              std::back_inserter(all_.unreadable));
    seen_.insert(part.folders.begin(), part.folders.end());
    for (LinkedFolder& link : part.links) links_.emplace(std::move(link.path), link.depth);
  }

  // Sorted by path, so that the choice between two links does not depend on the threads.
  void follow_links() {
    while (!links_.empty()) {
      auto [path, depth] = *links_.begin();
      links_.erase(links_.begin());
      struct stat s;
      if (::stat(path.c_str(), &s) != 0) tell_of(all_, path);
      else if (!seen_.contains(key_of(s))) follow(path, depth);
    }
  }

  void follow(const std::string& path, int depth) {
    Walked out;
    std::string walked = path;
    Walker(out).folder(AT_FDCWD, path.c_str(), walked, depth);
    take(out);
  }

  std::vector<Walked> parts_;
  std::map<FolderKey, std::string> projects_;
  std::set<FolderKey> seen_;
  std::map<std::string, int> links_;  // links to follow: path and depth
  Discovery all_;
};

}  // namespace

Discovery discover(const std::vector<std::string>& config_dirs, int threads) {
  return Discoverer(threads).run(config_dirs);
}

std::string_view project_folder_of(std::string_view path) {
  constexpr std::string_view kProjects = "/projects/";
  std::size_t at = path.find(kProjects);
  // Use the last "/projects/" that is followed by a project folder: the home may be in a folder of
  // that name.
  for (std::size_t more = at; more != path.npos; more = path.find(kProjects, more + 1)) {
    if (path.find('/', more + kProjects.size()) != path.npos) at = more;
  }
  if (at == path.npos) return path.substr(0, path.rfind('/'));
  return path.substr(0, path.find('/', at + kProjects.size()));
}

}  // namespace wick
