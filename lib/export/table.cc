// SPDX-License-Identifier: MIT
#include "lib/export/table.h"

#include <algorithm>
#include <tuple>

#include "lib/base/format.h"
#include "lib/output/human.h"
#include "lib/output/json_writer.h"
#include "lib/output/output.h"

namespace wick {
namespace {

using Row = const ExportRow&;

ExportCell text(const std::string& text) {
  return text.empty() ? ExportCell{} : ExportCell{std::string_view(text)};
}
ExportCell number(std::int64_t number) { return number; }
ExportCell usd(const std::optional<RequestPrice>& price, Money RequestPrice::*amount) {
  return price ? ExportCell{usd_of((*price).*amount)} : ExportCell{};
}

constexpr std::string_view kText = "VARCHAR", kCount = "BIGINT", kFlag = "BOOLEAN",
                           kUsd = "DECIMAL(18,10)";

constexpr ExportColumn kColumns[] = {
    {"time", "TIMESTAMPTZ", [](Row r) { return text(r.time); }},
    {"date", "DATE", [](Row r) { return text(r.date); }},
    {"id", kText, [](Row r) { return text(r.id); }},
    {"request_id", kText, [](Row r) { return text(r.request_id); }},
    {"session", kText, [](Row r) { return text(r.session); }},
    {"project", kText, [](Row r) { return text(r.project); }},
    {"model", kText, [](Row r) { return text(r.model); }},
    {"model_id", kText, [](Row r) { return text(r.model_id); }},
    {"kind", kText,
     [](Row r) { return ExportCell{std::string_view(r.request->is_response() ? "response" : "pass")}; }},
    {"subagent", kFlag, [](Row r) { return ExportCell{bool{r.request->sidechain}}; }},
    {"agent", kText, [](Row r) { return text(r.agent); }},
    {"input_tokens", kCount, [](Row r) { return number(r.request->input); }},
    {"cache_write_5m_tokens", kCount, [](Row r) { return number(r.request->write_5m); }},
    {"cache_write_1h_tokens", kCount, [](Row r) { return number(r.request->write_1h); }},
    {"cache_read_tokens", kCount, [](Row r) { return number(r.request->read); }},
    {"output_tokens", kCount, [](Row r) { return number(r.request->output); }},
    {"context_tokens", kCount, [](Row r) { return number(r.request->context()); }},
    {"web_searches", kCount, [](Row r) { return number(r.request->web_searches); }},
    {"fast", kFlag, [](Row r) { return ExportCell{bool{r.request->fast}}; }},
    {"us", kFlag, [](Row r) { return ExportCell{bool{r.request->us}}; }},
    {"cost_usd", kUsd, [](Row r) { return usd(r.price, &RequestPrice::cost); }},
    {"saved_usd", kUsd, [](Row r) { return usd(r.price, &RequestPrice::saved); }},
};

std::string hex(std::uint64_t number, int digits) {
  return fmt::format("{:0{}x}", number, digits);
}

auto place(const HistoryRequest& r) { return std::tuple(r.time, r.message, r.extra, r.request); }

}  // namespace

std::span<const ExportColumn> export_columns() { return kColumns; }

ExportTable::ExportTable(const History& history, const PriceTable& prices,
                         const UsageFilter& filter, TimeMs now, Anonymizer* anonymizer)
    : history_(history),
      pricer_(prices, history.names, now),
      filtered_(history, filter, pricer_),
      anonymizer_(anonymizer) {
  const auto& requests = history.requests;
  for (std::uint32_t i = 0; i < requests.size(); ++i)
    if (filtered_.passes(requests[i])) order_.push_back(i);
  std::sort(order_.begin(), order_.end(), [&requests](std::uint32_t a, std::uint32_t b) {
    return place(requests[a]) < place(requests[b]);
  });
}

void ExportTable::each(const std::function<bool(const ExportRow&)>& take) {
  for (std::uint32_t number : order_)
    if (!take(row(history_.requests[number]))) return;
}

std::map<std::string, std::int64_t> ExportTable::prompts() {
  std::map<std::string, std::int64_t> out;
  for (const HistoryPrompt& prompt : history_.prompts)
    if (filtered_.passes(prompt)) ++out[project_name(prompt.file)];
  return out;
}

ExportRow ExportTable::row(const HistoryRequest& r) {
  ExportRow row;
  if (r.time != kUndated) {
    row.time = iso8601_ms(r.time);
    row.date = row.time.substr(0, row.time.find('T'));
  }
  row.id = hex(r.message, 16) + (r.is_response() ? "" : fmt::format("-{}", r.extra));
  if (r.request != 0) row.request_id = hex(r.request, 8);
  row.session = hidden(history_.names[r.session]);
  row.project = project_name(r.file);
  row.model = pricer_.canonical(r.model);
  row.model_id = history_.names[r.model];
  if (anonymizer_) {
    row.model = anonymizer_->hash_unless_plain(row.model);
    row.model_id = anonymizer_->hash_unless_plain(row.model_id);
  }
  row.agent = hidden(history_.names[r.agent]);
  row.request = &r;
  row.price = pricer_.price(r);
  return row;
}

std::string ExportTable::project_name(std::uint32_t file) {
  return hidden(history_.projects[history_.files[file].project]);
}

std::string ExportTable::hidden(const std::string& name) {
  return anonymizer_ ? anonymizer_->hash(name) : name;
}

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

void write_csv(ExportTable& table, const TextSink& sink, bool raw) {
  CsvWriter out(raw);
  for (const ExportColumn& column : export_columns()) out.cell(column.name);
  out.end_row();
  bool wanted = true;
  table.each([&](const ExportRow& row) {
    for (const ExportColumn& column : export_columns()) out.cell(csv_cell(column.cell(row)));
    out.end_row();
    if (out.size() >= kPiece) wanted = sink(std::exchange(out, CsvWriter(raw)).take());
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
