// SPDX-License-Identifier: MIT
#include "lib/live/spend.h"

#include <algorithm>
#include <unordered_map>

#include "lib/base/failure.h"
#include "lib/base/file.h"
#include "lib/base/packed.h"
#include "lib/claude/dirs.h"
#include "lib/claude/entry.h"
#include "lib/claude/lines.h"
#include "lib/history/collect.h"
#include "lib/live/checkpoint.h"

namespace wick {
namespace {

constexpr std::size_t kLargestSpend = 64 * 1024 * 1024;
constexpr std::size_t kSpendBlock = 256 * 1024;

class Summer {
 public:
  explicit Summer(SpendRecord& record) : record_(record) {
    for (std::size_t i = 0; i < record.requests.size(); ++i) know(i);
  }

  void read(const OpenFile& file, SpendSource& source, bool main_file) {
    ForwardLines lines(file, source.read.offset, kSpendBlock, file.info.size);
    while (auto line = lines.next()) {
      if (line->text.empty() || !could_be_entry(line->text)) continue;
      reader_.start(line->text, {});
      while (reader_.next() == EntryReader::Status::kEntry) add(reader_.entry(), line->offset, main_file);
    }
    source.read = mark_at(file, lines.complete_end());
  }

  /// What was read says that the session went into a work tree: it may have another transcript now.
  bool moved() const { return moved_; }

 private:
  void add(const Entry& entry, std::uint64_t offset, bool main_file) {
    if (main_file && entry.time) record_.last_time = std::max(record_.last_time, *entry.time);
    if (entry.kind == EntryKind::kCostState && main_file) add_mark(entry, offset);
    moved_ |= entry.kind == EntryKind::kWorktree;
    if (!entry.is_request()) return;
    add_request(entry, entry.model, entry.usage, 0, offset, main_file);
    for (std::size_t i = 0; i < entry.iterations.size(); ++i) {
      const EntryIteration& pass = entry.iterations[i];
      if (!is_extra(pass, entry.model)) continue;
      Usage usage = pass.usage;
      usage.fast |= entry.usage.fast, usage.us |= entry.usage.us;
      add_request(entry, pass.model.empty() ? entry.model : pass.model, usage, i + 1, offset, main_file);
    }
  }

  // A total that holds a model the client has no price for was charged at another model's price.
  void add_mark(const Entry& entry, std::uint64_t offset) {
    if (!entry.cost_usd || *entry.cost_usd < 0) return;
    if (entry.unknown_model_cost) {
      record_.mark.reset();
    } else {
      record_.mark = CostMark{*entry.cost_usd, offset, record_.last_time};
    }
  }

  // The `pass`th pass of a response, 0: the response itself. A line without a request id is of the response
  // that has its message id and sent the same.
  void add_request(const Entry& entry, std::string_view model, const Usage& usage, std::size_t pass,
                   std::uint64_t offset, bool main_file) {
    SpentRequest request;
    request.message = message_key(entry);
    request.pass = static_cast<std::uint32_t>(pass);
    request.request = request_key(entry);
    request.offset = offset;
    request.time = entry.time.value_or(0);
    request.model = model_index(model);
    request.main_file = main_file;
    request.copied = entry.is_copy();
    request.usage = usage;
    if (SpentRequest* known = find(request)) {
      known->usage.keep_largest(usage);
      known->request = std::max(known->request, request.request);
      known->copied &= request.copied;
      if (request.time != 0) known->time = known->time == 0 ? request.time : std::min(known->time, request.time);
      return;
    }
    record_.requests.push_back(request);
    know(record_.requests.size() - 1);
  }

  void know(std::size_t number) { known_.emplace(record_.requests[number].message, number); }

  SpentRequest* find(const SpentRequest& request) {
    auto [from, to] = known_.equal_range(request.message);
    SpentRequest* likely = nullptr;
    for (auto at = from; at != to; ++at) {
      SpentRequest& known = record_.requests[at->second];
      if (known.pass != request.pass) continue;
      if (known.request == request.request && request.request != 0) return &known;
      bool without_id = known.request == 0 || request.request == 0;
      if (without_id && is_one_response(known.usage, known.time, request.usage, request.time)) likely = &known;
    }
    return likely;
  }

  std::uint32_t model_index(std::string_view model) {
    auto found = std::find(record_.models.begin(), record_.models.end(), model);
    if (found == record_.models.end()) found = record_.models.emplace(found, model);
    return static_cast<std::uint32_t>(found - record_.models.begin());
  }

  SpendRecord& record_;
  EntryReader reader_;
  bool moved_ = false;
  std::unordered_multimap<std::uint64_t, std::size_t> known_;  // by message
};

struct Input {
  OpenFile file;
  std::size_t source;  // index into SpendRecord::sources
  bool main_file;
};

// What was kept of this very transcript: another file may go by the same name.
SpendRecord load_checkpoint(const std::string& path, const std::string& transcript,
                            std::optional<std::uint64_t> bound) {
  if (path.empty()) return {};
  auto bytes = try_read_file(path, bound ? *bound : kLargestSpend);
  auto record = bytes ? decode(*bytes) : std::nullopt;
  bool its_own =
      record && !record->sources.empty() && record->sources.front().path == real_path(transcript);
  return its_own ? std::move(*record) : SpendRecord{};
}

std::size_t source_for(SpendRecord& record, const std::string& path) {
  for (std::size_t i = 0; i < record.sources.size(); ++i) {
    if (record.sources[i].path == path) return i;
  }
  record.sources.push_back({path, {}});
  return record.sources.size() - 1;
}

// The session's other transcripts: those that the checkpoint has, or all there are.
std::vector<std::string> parts_of(const SpendRecord& record, const std::string& transcript, bool look_for_all) {
  if (look_for_all || record.sources.empty()) return other_parts(transcript);
  std::vector<std::string> parts;
  std::string own = real_path(transcript);
  for (const SpendSource& source : record.sources)
    if (source.path != own && base_name(source.path) == base_name(transcript)) parts.push_back(source.path);
  return parts;
}

// Opens all files; empty when one is no longer what the checkpoint read.
std::optional<std::vector<Input>> open_inputs(SpendRecord& record, const std::string& transcript,
                                              bool look_for_all = false) {
  std::vector<Input> inputs;
  auto open_beside = [&](const std::string& path) {
    or_note(record.unreadable, [&] {
      auto file = open_if_any(path);
      if (file) inputs.push_back({std::move(*file), source_for(record, path), false});
    });
  };
  auto open_agents = [&](const std::string& of) {
    for (const std::string& path : subagent_files(of, record.unreadable)) open_beside(path);
  };
  std::vector<std::string> parts;
  or_note(record.unreadable, [&] { parts = parts_of(record, transcript, look_for_all); });
  inputs.push_back({open_regular(transcript), source_for(record, real_path(transcript)), true});
  open_agents(transcript);
  for (const std::string& part : parts) open_beside(part), open_agents(part);
  for (const Input& input : inputs) {
    const ReadMark& read = record.sources[input.source].read;
    std::vector<std::string> troubles;  // read anew, it is the reading that tells
    bool fit = false;
    or_note(troubles, [&] { fit = read.offset == 0 || fits(read, input.file); });
    if (!fit) return std::nullopt;
  }
  return inputs;
}

bool names_session(const std::string& path, std::string_view id) {
  constexpr std::size_t kHead = 8192;
  auto file = open_if_any(path);
  if (!file) return false;
  std::string head(kHead, '\0');
  head.resize(read_at(*file, 0, head.data(), kHead));
  return head.find("\"" + std::string(id) + "\"") != std::string::npos;
}

std::vector<std::string> list_or_note(const std::string& folder, std::vector<std::string>& unreadable) {
  std::vector<std::string> names;
  or_note(unreadable, [&] { names = list_dir(folder); });
  return names;
}

void collect_agents(const std::string& folder, int depth, std::vector<std::string>& out,
                    std::vector<std::string>& unreadable) {
  constexpr int kDeepest = 4;
  for (const std::string& name : list_or_note(folder, unreadable)) {
    std::string path = folder + "/" + name;
    if (is_agent_file(name)) {
      out.push_back(path);
    } else if (depth < kDeepest && name.find('.') == std::string::npos) {
      collect_agents(path, depth + 1, out, unreadable);
    }
  }
}

}  // namespace

bool is_after_mark(const SpentRequest& request, const std::optional<CostMark>& mark) {
  if (!mark) return true;
  return request.main_file ? request.offset > mark->offset : request.time > mark->time;
}

std::optional<SpendRecord> read_spend(const std::string& transcript,
                                      const std::string& checkpoint_path,
                                      std::optional<std::uint64_t> bound) {
  SpendRecord record = load_checkpoint(checkpoint_path, transcript, bound);
  auto inputs = open_inputs(record, transcript);
  if (!inputs) {
    record = {};
    inputs = open_inputs(record, transcript);
  }
  std::uint64_t to_read = 0;
  for (const Input& input : *inputs)
    to_read += input.file.info.size - record.sources[input.source].read.offset;
  if (bound && to_read > *bound) return std::nullopt;
  if (to_read == 0) return record;
  Summer summer(record);
  bool all_read = true;
  auto read_all = [&](const std::vector<Input>& files, std::size_t first_source) {
    for (const Input& input : files) {
      if (input.source >= first_source)
        all_read &= or_note(record.unreadable, [&] {
          summer.read(input.file, record.sources[input.source], input.main_file);
        });
    }
  };
  read_all(*inputs, 0);
  if (summer.moved()) {
    std::size_t known = record.sources.size();
    if (auto more = open_inputs(record, transcript, true)) read_all(*more, known);
  }
  // Of a file that was read in part, the record has what the file's mark does not tell.
  if (!checkpoint_path.empty() && all_read) {
    try {
      write_atomically(checkpoint_path, encode(record));
    } catch (const Failure&) {
      // A checkpoint spares time, no more: without one the answer is the same.
    }
  }
  return record;
}

namespace {

// A model's name and its prices, looked up once, not for each of its requests.
struct ModelPrice {
  ModelPrice(const std::string& id, const PriceTable& table) : name(parse_model(id)), prices(table.of(name.canonical)) {}

  ModelName name;
  ModelPrices prices;
};

void add_priced(Spend& spend, const std::optional<double>& usd, const SpentRequest& request, const std::string& model) {
  if (usd) {
    spend.usd += *usd;
    spend.any_priced = true;
  } else if (!request.usage.is_known()) {
    spend.untold += request.pass == 0;
  } else {
    spend.unknown_model = model;
  }
}

}  // namespace

Spend add_up(const SpendRecord& record, const PriceTable& prices) {
  std::vector<ModelPrice> models;
  for (const std::string& id : record.models) models.emplace_back(id, prices);
  Spend lines, after_mark;  // all requests; the client's total, and those behind it
  if (record.mark) after_mark.usd = record.mark->usd, after_mark.any_priced = true;
  for (const SpentRequest& request : record.requests) {
    const ModelPrice& model = models[request.model];
    const PriceRow* row = model.prices.at(request.time);
    Usage usage = request.usage;
    usage.fast |= model.name.fast;
    auto usd = price_of(row, usage);
    if (request.copied) {
      lines.copied_usd += usd.value_or(0);
      continue;
    }
    lines.requests += request.pass == 0;
    // The client charges a model that the user has priced at another one's price (measured on 2.1.332).
    lines.own_price |= row && row->is_users();
    const std::string& id = record.models[request.model];
    add_priced(lines, usd, request, id);
    if (record.mark && is_after_mark(request, record.mark)) add_priced(after_mark, usd, request, id);
  }
  lines.lines_usd = after_mark.lines_usd = lines.usd;
  after_mark.copied_usd = lines.copied_usd;
  if (!record.mark || lines.own_price || is_refuted(after_mark.usd, lines)) return lines;
  after_mark.mark = record.mark;
  after_mark.requests = lines.requests, after_mark.untold = lines.untold;
  return after_mark;
}

bool is_refuted(double total, const Spend& spend) {
  constexpr double kRounding = 1e-4;  // the client adds doubles; fewer than a hundredth of a cent
  constexpr double kMostTimes = 2, kMostBeside = 1;  // USD: of a session that has hardly begun
  if (!spend.any_priced) return spend.untold > 0 && total <= 0;
  bool all_priced = spend.unknown_model.empty() && spend.untold == 0;
  return total < spend.usd - kRounding || (all_priced && total > kMostTimes * (spend.lines_usd + spend.copied_usd) + kMostBeside);
}

std::vector<std::string> subagent_files(const std::string& transcript, std::vector<std::string>& unreadable) {
  std::vector<std::string> files;
  std::string folder = parent_dir(transcript);
  std::string id = session_id_of(transcript);
  collect_agents(folder + "/" + id + "/subagents", 0, files, unreadable);
  for (const std::string& name : list_or_note(folder, unreadable)) {
    std::string path = folder + "/" + name;
    or_note(unreadable, [&] {
      if (is_agent_file(name) && names_session(path, id)) files.push_back(path);
    });
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace wick
