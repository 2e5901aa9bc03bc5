// SPDX-License-Identifier: MIT
// wick-export: every request as CSV, NDJSON, OpenMetrics, Parquet
#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/export/openmetrics.h"
#include "lib/export/parquet.h"
#include "lib/output/output.h"
#include "lib/tools/history_tool.h"

namespace {
using namespace wick;

constexpr char kUsage[] =
    "wick-export: every request as CSV, NDJSON, OpenMetrics, Parquet\n"
    "usage: wick-export [-v] [-o FILE] [--anonymize] [--raw] [--since=DATE] [--until=DATE]\n"
    "                   [--tz=ZONE] [--project=DIR] [--model=NAME] [--no-ledger]\n"
    "                   [--threads=N] csv | ndjson | openmetrics | parquet\n"
    "  -o, --output=FILE  write this file; for parquet, into this folder\n"
    "      --anonymize    hashes instead of projects, sessions and agents\n"
    "      --raw          csv: cells that begin with = + - @ as they are, for programs\n"
    "      --since=DATE   from this date, time or span ago: 2026-11-24, yesterday, 7d\n"
    "      --until=DATE   until the end of this date, until this time\n"
    "      --tz=ZONE      dates of --since and --until in this time zone: Europe/Berlin, UTC\n"
    "      --project=DIR  that directory and what is below it; or the last part of its path\n"
    "      --model=NAME   that model, or those with this word in their name: opus\n"
    "      --no-ledger    read all transcripts, keep nothing\n"
    "      --threads=N    read with so many threads; as many as there are processors without it\n"
    "  -v, --verbose      say what was read, what was left out, and why\n"
    "  -h, --help         print this\n"
    "  -V, --version      print the version\n";

constexpr std::string_view kFormats[] = {"csv", "ndjson", "openmetrics", "parquet"};

struct Options {
  HistoryArguments history;
  std::string format, output;
  bool anonymize = false, raw = false;
};

void check(const Options& o, const std::vector<std::string>& operands) {
  constexpr char kWanted[] = "csv, ndjson, openmetrics or parquet";
  if (operands.empty()) throw Failure{Exit::kUsage, std::string("format expected: ") + kWanted};
  if (operands.size() > 1)
    throw Failure{Exit::kUsage, printable(operands[1]) + ": one format at a time"};
  bool known = false;
  for (std::string_view format : kFormats) known |= o.format == format;
  if (!known) throw Failure{Exit::kUsage, fmt::format("{}: not {}", printable(o.format), kWanted)};
  if (o.format == "parquet" && (o.output.empty() || o.output == "-"))
    throw Failure{Exit::kUsage, "parquet: needs a folder (--output)"};
}

Options parse(const Call& call) {
  Options o;
  std::vector<Option> all = history_options(o.history);
  all.push_back({"output", 'o', true, [&o](const std::string& path) {
                   if (path.empty()) throw Failure{Exit::kUsage, "--output: empty argument"};
                   o.output = path;
                 }});
  all.push_back({"raw", 0, false, [&o](const std::string&) { o.raw = true; }});
  all.push_back({"anonymize", 0, false, [&o](const std::string&) { o.anonymize = true; }});
  std::vector<std::string> operands = parse_options(call.argc, call.argv, all);
  if (!operands.empty()) o.format = operands[0];
  check(o, operands);
  return o;
}

std::optional<Anonymizer> anonymizer(const Env& env, const Options& o) {
  if (!o.anonymize) return std::nullopt;
  std::string folder = data_home(env);
  if (folder.empty())
    throw Failure{Exit::kUsage, "--anonymize: HOME and XDG_DATA_HOME are empty: no place for a key"};
  return Anonymizer(folder + "/export.key");
}

void write(ExportTable& table, const Options& o, const Env& env) {
  if (o.format == "parquet") return write_parquet(table, o.output, env);
  Output output(o.output);
  TextSink sink = [&output](std::string_view piece) {
    output.write(piece);
    return true;
  };
  if (o.format == "csv") write_csv(table, sink, o.raw);
  if (o.format == "ndjson") write_ndjson(table, sink);
  if (o.format == "openmetrics") output.write(openmetrics_text(metrics_of(table)));
  output.finish();
}

Exit export_history(Call& call) {
  Options o = parse(call);
  HistoryTool tool(call, o.history);
  std::optional<Anonymizer> names = anonymizer(tool.env(), o);
  tool.read();
  ExportTable table(tool.history(), tool.prices(), tool.filter(), tool.env().now,
                    names ? &*names : nullptr);
  bool any = table.size() > 0;
  if (any || o.format != "parquet") write(table, o, tool.env());
  return tool.status(any);
}

}  // namespace

int main(int argc, char** argv) { return run(argc, argv, kUsage, export_history); }
