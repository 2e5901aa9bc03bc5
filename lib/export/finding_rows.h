// SPDX-License-Identifier: MIT
// The rows of the table findings: the waste.
#pragma once

#include <functional>
#include <span>
#include <string>

#include "lib/audit/waste_account.h"
#include "lib/export/texts.h"

namespace wick {

struct FindingRow {
  RowPlace at;
  std::string agent, tool, target, why, judge;
  const WasteRow* finding = nullptr;
};

std::span<const RowColumn<FindingRow>> finding_columns();

/// The findings of an audit, sorted by time.
class FindingRows {
 public:
  /// `anonymizer` may be null. All arguments must outlive the rows.
  FindingRows(const WasteReport& report, Anonymizer* anonymizer)
      : report_(report), texts_(anonymizer) {}

  std::size_t size() const { return report_.findings.size(); }
  void each(const std::function<bool(const FindingRow&)>& take);

 private:
  const WasteReport& report_;
  ExportTexts texts_;
};

}  // namespace wick
