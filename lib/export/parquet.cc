// SPDX-License-Identifier: MIT
#include "lib/export/parquet.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "lib/base/failure.h"
#include "lib/base/format.h"
#include "lib/base/program.h"

namespace wick {
namespace {

constexpr char kMissing[] =
    "duckdb: not found (install it, or node with the npm package @duckdb/node-api)";
constexpr int kNoPackage = 69;  // exit status of the script below without the package

// Prefers the user's packages to those of the current directory.
constexpr char kScript[] = R"js(
const path = require('path');
const globalFolder = () => path.dirname(
  require('child_process').execSync('npm root -g', {stdio: ['ignore', 'pipe', 'ignore']}).toString().trim());
function duckdb() {
  for (const folder of [() => '/', globalFolder, () => process.cwd()]) {
    let found;
    try { found = require.resolve('@duckdb/node-api', {paths: [folder()]}); } catch { continue; }
    return require(found);
  }
}
(async () => {
  process.exitCode = 69;
  const api = duckdb();
  if (!api) return;
  process.exitCode = 1;
  const instance = await api.DuckDBInstance.create(':memory:');
  await (await instance.connect()).run(process.argv[1]);
  process.exitCode = 0;
})().catch(error => console.error(error.message));
)js";

std::string quoted(std::string_view text) {
  std::string out = "'";
  for (char c : text) {
    if (c == '\'') out += c;
    out += c;
  }
  return out + "'";
}

[[noreturn]] void explain(const ChildEnd& end) {
  if (end.status == kNoPackage && end.complaint.empty())
    throw Failure{Exit::kUnavailable, kMissing};
  std::string why = end.complaint;
  if (why.empty()) why = fmt::format("ended with status {}", end.status);
  bool io = why.compare(0, 8, "IO Error") == 0;
  throw Failure{io ? Exit::kIo : Exit::kUnavailable, "duckdb: " + why};
}

}  // namespace

DuckDb find_duckdb(const std::string& path) {
  // Without ~/.duckdbrc, which could print something or change how a table is read.
  if (auto duckdb = find_program("duckdb", path))
    return {*duckdb, {"duckdb", "-init", "/dev/null", "-batch", "-bail", "-c"}};
  if (auto node = find_program("node", path)) return {*node, {"node", "-e", kScript}};
  throw Failure{Exit::kUnavailable, kMissing};
}

std::string parquet_sql(std::span<const ExportColumn> columns, const std::string& prefix,
                        const std::string& folder) {
  std::string types;
  for (const ExportColumn& column : columns)
    types += fmt::format("{}{}: {}", types.empty() ? "" : ", ", quoted(column.name),
                         quoted(column.type));
  return fmt::format(
      "COPY (SELECT * FROM read_csv('/dev/stdin', auto_detect = false, header = true, "
      "delim = ',', quote = '\"', escape = '\"', columns = {{{}}})) TO {} "
      "(FORMAT parquet, PARTITION_BY (date), FILENAME_PATTERN {})",
      types, quoted(folder), quoted(prefix + "{i}"));
}

void write_parquet(const ExportTable& table, const std::string& prefix, const std::string& folder,
                   const Env& env) {
  DuckDb duckdb = find_duckdb(env.path);
  PartitionFolder target(folder, prefix);
  duckdb.arguments.push_back(parquet_sql(table.columns, prefix, target.staging()));
  Child child(duckdb.program, duckdb.arguments);
  bool taken = true;
  write_csv(
      table, [&](std::string_view piece) { return taken = child.write(piece); }, true);
  ChildEnd end = child.wait();
  if (end.status != 0 || !taken) explain(end);
  target.publish();
}

namespace {

[[noreturn]] void fail(const std::string& path) {
  throw Failure{Exit::kIo, fmt::format("{}: {}", path, std::strerror(errno))};
}

// Removes links without following them.
void remove_tree(const std::string& path) {
  struct stat st;
  if (::lstat(path.c_str(), &st) != 0) return;
  if (!S_ISDIR(st.st_mode)) {
    ::unlink(path.c_str());
    return;
  }
  try {
    for (const std::string& name : list_dir(path)) remove_tree(path + "/" + name);
  } catch (const Failure&) {
    return;  // the next run tries again
  }
  ::rmdir(path.c_str());
}

}  // namespace

PartitionFolder::PartitionFolder(const std::string& path, std::string prefix)
    : path_(path), prefix_(std::move(prefix)) {
  if (!make_dirs(path)) fail(path);
  lock_ = Fd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!lock_) fail(path);
  // Without support for locks, writes anyway.
  if (::flock(lock_.get(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
    throw Failure{Exit::kTempfail, path + ": another wick-export is writing there"};
  std::string staging = path + "/.wick-export";
  remove_tree(staging);
  if (::mkdir(staging.c_str(), 0700) != 0) fail(path);
  staging_ = staging;
}

PartitionFolder::~PartitionFolder() {
  if (!staging_.empty()) remove_tree(staging_);
}

// Examines everything before any change, so that an unreadable folder leaves all as it was.
void PartitionFolder::publish() {
  std::vector<Day> days;
  for (const std::string& name : list_dir(staging_)) days.push_back(look_at(name));
  for (const Day& day : days) publish(day);
}

PartitionFolder::Day PartitionFolder::look_at(const std::string& name) const {
  Day day{staging_ + "/" + name + "/", path_ + "/" + name, list_dir(staging_ + "/" + name), {}};
  for (const std::string& file : list_dir(day.to)) {
    if (file.starts_with(prefix_) &&
        std::find(day.fresh.begin(), day.fresh.end(), file) == day.fresh.end())
      day.stale.push_back(file);
  }
  return day;
}

void PartitionFolder::publish(const Day& day) {
  if (!make_dirs(day.to)) fail(day.to);
  const std::string to = day.to + "/";
  for (const std::string& file : day.fresh)
    if (::rename((day.from + file).c_str(), (to + file).c_str()) != 0) fail(to + file);
  for (const std::string& file : day.stale)
    if (::unlink((to + file).c_str()) != 0) fail(to + file);
}

}  // namespace wick
