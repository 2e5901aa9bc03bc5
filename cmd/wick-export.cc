// SPDX-License-Identifier: MIT
// wick-export: the history as tables (CSV, NDJSON, Parquet), metrics and traces
#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/export/openmetrics.h"
#include "lib/export/otlp.h"
#include "lib/export/parquet.h"
#include "lib/export/tables.h"
#include "lib/output/output.h"
#include "lib/tools/history_tool.h"
#include "lib/tools/kept_audit.h"
#include "lib/tools/words.h"

namespace {
using namespace wick;

constexpr std::string_view kUsage[] = {
    "wick-export: the history as tables (CSV, NDJSON, Parquet), metrics and traces\n"
    "usage: wick-export [-v] [-o FILE] [--table=KIND] [--explain=NAME] [--anonymize]\n"
    "                   [--raw] [--since=DATE] [--until=DATE] [--tz=ZONE]\n"
    "                   [--project=DIR] [--model=NAME] [--no-ledger] [--threads=N]\n"
    "                   csv | ndjson | openmetrics | otlp | parquet\n"
    "  -o, --output=FILE  write to this file; parquet: into this folder\n"
    "      --table=KIND   requests, calls, prompts, misses or findings;\n"
    "                     default: requests\n"
    "      --explain=NAME  explain this column of the table; all: every column\n"
    "      --anonymize    hashes instead of names that people chose: projects,\n"
    "                     branches, skills, paths\n"
    "      --raw          csv: do not change cells that begin with = + - @,\n"
    "                     for programs\n",
    kDatesHelp,
    kProjectModelHelp,
    kReadingHelp,
    kVerboseHelp,
    kHelpAndVersion};

constexpr std::string_view kFormats[] = {"csv", "ndjson", "openmetrics", "otlp", "parquet"};

struct Options {
  HistoryArguments history;
  std::string format, output;
  TableKind table = TableKind::kRequests;
  std::optional<std::string> explain;
  bool anonymize = false, raw = false;
};

void check(const Options& o, const std::vector<std::string>& operands) {
  constexpr char kWanted[] = "csv, ndjson, openmetrics, otlp or parquet";
  if (operands.empty()) throw Failure{Exit::kUsage, std::string("format expected: ") + kWanted};
  if (operands.size() > 1)
    throw Failure{Exit::kUsage, printable(operands[1]) + ": one format at a time"};
  bool known = false, is_table = o.format != "openmetrics" && o.format != "otlp";
  for (std::string_view format : kFormats) known |= o.format == format;
  if (!known) throw Failure{Exit::kUsage, fmt::format("{}: not {}", printable(o.format), kWanted)};
  if (o.format == "parquet" && (o.output.empty() || o.output == "-"))
    throw Failure{Exit::kUsage, "parquet: needs a folder (--output)"};
  if (!is_table && o.table != TableKind::kRequests)
    throw Failure{Exit::kUsage, fmt::format("--table: not with {}", o.format)};
  if (o.table == TableKind::kPrompts && !o.history.models.empty())
    throw Failure{Exit::kUsage, "--model: not with --table=prompts: a prompt has no model"};
}

Options parse(const Call& call) {
  Options o;
  std::vector<Option> all = history_options(o.history);
  all.push_back({"output", 'o', true, [&o](const std::string& path) {
                   if (path.empty()) throw Failure{Exit::kUsage, "--output: empty argument"};
                   o.output = path;
                 }});
  all.push_back({"table", 0, true, [&o](const std::string& word) { o.table = table_kind(word); }});
  all.push_back(text_option("explain", 0, o.explain));
  all.push_back(flag_option("raw", 0, o.raw));
  all.push_back(flag_option("anonymize", 0, o.anonymize));
  std::vector<std::string> operands = parse_options(call.argc, call.argv, all);
  if (!operands.empty()) o.format = operands[0];
  if (!o.explain) check(o, operands);
  o.history.evidence = needs_evidence(o.table);
  return o;
}

std::optional<Anonymizer> anonymizer(const Env& env, const Options& o) {
  if (!o.anonymize) return std::nullopt;
  std::string folder = data_home(env);
  if (folder.empty())
    throw Failure{Exit::kUsage,
                  "--anonymize: HOME and XDG_DATA_HOME are empty: no place for a key"};
  return Anonymizer(folder + "/export.key");
}

void write_rows(const ExportTable& table, const Options& o, const Env& env) {
  if (o.format == "parquet") return write_parquet(table, parquet_prefix(o.table), o.output, env);
  Output output(o.output);
  TextSink sink = [&output](std::string_view piece) {
    output.write(piece);
    return true;
  };
  if (o.format == "csv") write_csv(table, sink, o.raw);
  if (o.format == "ndjson") write_ndjson(table, sink);
  output.finish();
}

// Undated requests are left out, because a span must have a time.
void write_spans(RequestRows& rows, const std::string& path, Call& call) {
  Output output(path);
  std::int64_t undated = write_otlp(rows, [&output](std::string_view piece) {
    output.write(piece);
    return true;
  });
  output.finish();
  if (undated > 0)
    call.warn("left out: " + plural(static_cast<std::size_t>(undated), "request", "requests") +
              " without a time");
}

void write_text(const std::string& text, const std::string& path) {
  Output output(path);
  output.write(text);
  output.finish();
}

// False if files could not be read: the existing output may have their rows.
bool may_replace(Call& call, const Options& o) {
  if (!call.incomplete || o.output.empty() || o.output == "-") return true;
  call.warn(o.output + ": not written, because what could not be read would be missing");
  return false;
}

// Does not write a Parquet file without rows.
Exit finish(ReplayTool& tool, const ExportTable& table, const Options& o) {
  bool any = table.size > 0;
  if (any || o.format != "parquet") write_rows(table, o, tool.env());
  return tool.status(any, std::string(name_of(o.table)));
}

// Metrics of the current state; none with a filter, since it cannot be applied to them.
std::string gauges(const ReplayTool& tool, Call& call, Anonymizer* names) {
  if (!tool.wants_all()) return "";
  LiveMetrics live = live_metrics_of(tool.env(), tool.prices());
  call.tell_unreadable(live.unreadable);
  return live_metrics_text(live, tool.history(), names);
}

Exit export_history(Call& call) {
  static Options o;
  o = parse(call);
  if (o.explain) {
    call.out = explain_columns(columns_of(o.table), *o.explain);
    return Exit::kOk;
  }
  auto& tool = make_to_last<ReplayTool>(call, o.history);
  std::optional<Anonymizer> key = anonymizer(tool.env(), o);
  Anonymizer* names = key ? &*key : nullptr;
  if (o.table == TableKind::kFindings) {
    WasteReport report = read_and_audit(tool);
    if (!may_replace(call, o)) return tool.status(true);
    FindingRows rows(report, names);
    return finish(tool, table_of(finding_columns(), rows), o);
  }
  tool.read();
  if (!may_replace(call, o)) return tool.status(true);
  tool.replay();
  ExportRows rows(tool.replayed(), names);
  if (o.format != "openmetrics" && o.format != "otlp") return finish(tool, rows.table(o.table), o);
  RequestRows& requests = rows.requests();
  if (o.format == "otlp") write_spans(requests, o.output, call);
  else write_text(openmetrics_text(metrics_of(requests), gauges(tool, call, names)), o.output);
  return tool.status(requests.size() > 0);
}

}  // namespace

int run_wick_export(int argc, char** argv) { return run(argc, argv, {kUsage, 21}, export_history); }
