// SPDX-License-Identifier: MIT
// Exports requests as trace spans: OpenTelemetry's OTLP/JSON, with the semantic conventions for
// generative AI.
#pragma once

#include <cstdint>

#include "lib/export/request_rows.h"

namespace wick {

/// Writes a span for each request, as a child of one for its prompt. A trace is a prompt, or what a
/// session did for no known prompt. Transcripts only have the time of a response's first line, so
/// request spans have no duration. Attributes are the columns of the table requests.
///
/// Each line is an ExportTraceServiceRequest (a TracesData) with at most a few hundred spans. Ids
/// are derived from what they identify: a span has the same ids in every export.
///
/// Returns how many requests were left out because they have no time.
std::int64_t write_otlp(RequestRows& rows, const TextSink& sink);

}  // namespace wick
