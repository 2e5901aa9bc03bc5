// SPDX-License-Identifier: MIT
// Requests as spans of traces: OpenTelemetry's OTLP/JSON, with the names of its conventions for generative AI.
#pragma once

#include <cstdint>

#include "lib/export/request_rows.h"

namespace wick {

/// Writes a span for each request, below one for the prompt that it was made for: a trace is a prompt, or what a
/// session did for none that is known. The record has the time of a response's first line alone, so requests' spans
/// take no time. Attributes are the columns of the table requests.
///
/// Each line is an ExportTraceServiceRequest (a TracesData) of at most some hundred spans. Ids follow from what they
/// are of: the same span has the same ones in the next export.
///
/// Gives how many requests were left out because they have no time.
std::int64_t write_otlp(RequestRows& rows, const TextSink& sink);

}  // namespace wick
