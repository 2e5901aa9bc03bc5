// SPDX-License-Identifier: MIT
#include "lib/export/table.h"

#include <utility>

#include "lib/base/format.h"
#include "lib/output/columns.h"
#include "lib/output/human.h"
#include "lib/output/json_writer.h"
#include "lib/output/output.h"

namespace wick {
namespace {

constexpr std::size_t kPiece = 256 * 1024;

std::string csv_cell(const ExportCell& cell) {
  if (const auto* text = std::get_if<std::string_view>(&cell)) return std::string(*text);
  if (const auto* count = std::get_if<std::int64_t>(&cell)) return std::to_string(*count);
  if (const auto* number = std::get_if<double>(&cell)) return number_text(*number);
  if (const auto* flag = std::get_if<bool>(&cell)) return *flag ? "true" : "false";
  return "";
}

void put(JsonWriter& out, std::string_view key, const ExportCell& cell) {
  if (const auto* text = std::get_if<std::string_view>(&cell)) out.text(key, *text);
  if (const auto* count = std::get_if<std::int64_t>(&cell)) out.number(key, *count);
  if (const auto* number = std::get_if<double>(&cell)) out.number(key, *number);
  if (const auto* flag = std::get_if<bool>(&cell)) out.flag(key, *flag);
}

}  // namespace

void write_csv(const ExportTable& table, const TextSink& sink, bool raw) {
  CsvWriter out(raw);
  for (const ExportColumn& column : table.columns) out.cell(column.name);
  out.end_row();
  bool wanted = true;
  table.each([&](std::span<const ExportCell> cells) {
    for (const ExportCell& cell : cells) out.cell(csv_cell(cell));
    out.end_row();
    if (out.size() >= kPiece) wanted = sink(std::exchange(out, CsvWriter(raw)).take());
    return wanted;
  });
  if (wanted) sink(out.take());
}

void write_ndjson(const ExportTable& table, const TextSink& sink) {
  std::string piece;
  bool wanted = true;
  table.each([&](std::span<const ExportCell> cells) {
    JsonWriter out;
    out.begin_object();
    for (std::size_t i = 0; i < cells.size(); ++i) put(out, table.columns[i].name, cells[i]);
    piece += out.end_object().take() + "\n";
    if (piece.size() >= kPiece) wanted = sink(std::exchange(piece, {}));
    return wanted;
  });
  if (wanted && !piece.empty()) sink(piece);
}

std::string explain_columns(std::span<const ExportColumn> columns, const std::string& name) {
  std::string out;
  std::vector<std::string_view> names = {"all"};
  for (const ExportColumn& column : columns) {
    names.push_back(column.name);
    if (name == "all" || name == column.name)
      out += fmt::format("{} {}: {}\n", column.name, column.type, column.meaning);
  }
  if (out.empty()) throw no_such("--explain", name, "column", names);
  return out;
}

}  // namespace wick
