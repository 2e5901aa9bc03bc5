// SPDX-License-Identifier: MIT
#include "lib/report/csv.h"
#include "lib/report/export_table.h"
#include "lib/view/human.h"
#include "lib/view/json_writer.h"

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

void write_csv(ExportTable& table, const TextSink& sink) {
  CsvWriter out;
  for (const ExportColumn& column : export_columns()) out.cell(column.name);
  out.end_row();
  bool wanted = true;
  table.each([&](const ExportRow& row) {
    for (const ExportColumn& column : export_columns()) out.cell(csv_cell(column.cell(row)));
    out.end_row();
    if (out.size() >= kPiece) wanted = sink(std::exchange(out, {}).take());
    return wanted;
  });
  if (wanted) sink(out.take());
}

void write_ndjson(ExportTable& table, const TextSink& sink) {
  std::string piece;
  bool wanted = true;
  table.each([&](const ExportRow& row) {
    JsonWriter out;
    out.begin_object();
    for (const ExportColumn& column : export_columns()) put(out, column.name, column.cell(row));
    piece += out.end_object().take() + "\n";
    if (piece.size() >= kPiece) wanted = sink(std::exchange(piece, {}));
    return wanted;
  });
  if (wanted && !piece.empty()) sink(piece);
}

}  // namespace wick
