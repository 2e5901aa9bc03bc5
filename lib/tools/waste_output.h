// SPDX-License-Identifier: MIT
// The report of wick-waste.
#pragma once

#include <optional>
#include <string>

#include "lib/audit/waste_account.h"
#include "lib/claude/settings_entry.h"
#include "lib/history/read_history.h"
#include "lib/history/session_names.h"
#include "lib/output/html.h"
#include "lib/output/table.h"

namespace wick {

enum class WasteBy { kProject, kModel, kTool, kServer, kDay, kWeek, kSession };
/// Failure{kUsage, "--by WORD: ..."} for another word.
WasteBy waste_by(const std::string& word);
const std::vector<WasteGroup>& groups_of(const WasteReport& report, WasteBy by);

/// What is shown of a report. Lines are shown where they were looked up.
struct WasteView {
  const WasteReport& report;
  std::string home;
  Money min_usd = 0;      // findings and clusters that cost less are not listed; they are in the sums
  bool by_count = false;  // clusters in the order of how often, instead of how much
  SessionNames* names = nullptr;  // what sessions are called; null: not to be shown
};

/// Totals by class, and the clusters.
std::string waste_table(const WasteView& view, const TableStyle& look);
std::string waste_groups(const WasteView& view, WasteBy by, const TableStyle& look);
/// Each finding of a session, in order of time.
std::string session_waste(const WasteView& view, const TableStyle& look);
/// Something to do, and what it would have saved.
struct Remedy {
  Money saves = 0;
  std::string words;
};
/// The dearest, at most so many; a change of the cache's habits with all projects that it gains in.
std::vector<Remedy> top_remedies(const WasteView& view, std::size_t most);

/// As it is written in settings.json: "permissions": {"deny": ["WebFetch(domain:x.test)"]}
std::string entry_text(const SettingsEntry& setting);

/// One that a remedy asks for without an "or".
struct ProposedSetting {
  SettingsEntry setting;
  std::string project;  // in whose settings; empty: in the user's
  Money saves = 0;      // what it would have saved: by replay, or at most
};
/// The dearest first; what a project is paid for its cache in each project.
std::vector<ProposedSetting> proposed_settings(const WasteView& view);

/// For each cluster what to do against it.
std::string waste_fixes(const WasteView& view);
std::string waste_json(const WasteView& view, const HistoryReading& reading);
std::string waste_csv(const WasteView& view);

/// The clusters that the view shows, in its order; of all of them, where they are known already.
std::vector<WasteCluster> shown_clusters(const WasteView& view);
std::vector<WasteCluster> shown_clusters(const WasteView& view, std::vector<WasteCluster> all);

/// "Bash make", "WebFetch docs.example.com", "skill_listing".
std::string waste_name(const WasteView& view, Names::Id tool, Names::Id target);
/// "12.5%" of the money; empty where there is none.
std::string money_share(const WasteCost& part, const WasteCost& all);

/// What a person can do against a cluster; empty where nothing is known to help.
std::string remedy_of(const WasteView& view, const WasteCluster& cluster);

// What was wasted, on the report's page.

void put_waste(HtmlPage& page, const WasteView& view);

}  // namespace wick
