// SPDX-License-Identifier: MIT
// The report of wick-waste.
#pragma once

#include <optional>
#include <string>

#include "lib/audit/waste_account.h"
#include "lib/claude/settings_entry.h"
#include "lib/history/read_history.h"
#include "lib/history/session_names.h"
#include "lib/output/columns.h"

namespace wick {

enum class WasteBy { kProject, kModel, kTool, kServer, kDay, kWeek, kSession };
/// Failure{kUsage, "--by WORD: ..."} for another word.
WasteBy waste_by(const std::string& word);
const std::vector<WasteGroup>& groups_of(const WasteReport& report, WasteBy by);

/// A report and how it is shown. Line numbers are shown if the report has them.
struct WasteView {
  const WasteReport& report;
  std::string home;
  Money min_usd = 0;      // cheaper findings and clusters are not listed, but are in the sums
  bool by_count = false;  // sort clusters by their number of findings instead of their cost
  SessionNames* names = nullptr;  // null: names are not shown
};

/// Totals by class, and the clusters.
std::string waste_table(const WasteView& view, const TableStyle& look);
std::string waste_groups(const WasteView& view, WasteBy by, const TableStyle& look);
/// Each finding of a session, in order of time.
std::string session_waste(const WasteView& view, const TableStyle& look);
/// A recommendation, and what it would have saved.
struct Remedy {
  Money saves = 0;
  std::string words;
};
/// At most `most` remedies, those that save most first. A change of caching habits appears once,
/// for all projects that gain by it.
std::vector<Remedy> top_remedies(const WasteView& view, std::size_t most);

/// The text for settings.json: "permissions": {"deny": ["WebFetch(domain:x.test)"]}
std::string entry_text(const SettingsEntry& setting);

/// A setting that a remedy recommends without an alternative.
struct ProposedSetting {
  SettingsEntry setting;
  std::string project;  // for this project's settings; empty: the user's
  Money saves = 0;      // what it would have saved, by replay; else an upper bound
};
/// The largest saving first; settings for the cache are listed per project.
std::vector<ProposedSetting> proposed_settings(const WasteView& view);

/// What to do against the clusters, with the savings and some examples.
std::string waste_fixes(const WasteView& view);
std::string waste_json(const WasteView& view, const HistoryReading& reading);
std::string waste_csv(const WasteView& view);

/// The clusters that the view shows, in its order. `all`: all clusters, if the caller has them
/// already.
std::vector<WasteCluster> shown_clusters(const WasteView& view);
std::vector<WasteCluster> shown_clusters(const WasteView& view, std::vector<WasteCluster> all);

/// "Bash make", "WebFetch docs.example.com", "skill_listing".
std::string waste_name(const WasteView& view, Names::Id tool, Names::Id target);
/// The share of the money, as "12.5%"; empty if there is none.
std::string money_share(const WasteCost& part, const WasteCost& all);

/// What the user can do against a cluster; empty if no remedy is known.
std::string remedy_of(const WasteView& view, const WasteCluster& cluster);

/// What the classes mean.
void define_classes(Definitions& out);
inline constexpr std::string_view kOwnRule = "a rule of wick's own";

/// Adds the waste to the report's page.
void put_waste(HtmlPage& page, const WasteView& view);

}  // namespace wick
