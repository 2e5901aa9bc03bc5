// SPDX-License-Identifier: MIT
#include "lib/live/sample.h"

#include <cstdint>
#include <string>

#include "lib/base/format.h"
#include "lib/output/json_writer.h"

namespace wick {
namespace {

std::string sample_payload(const std::string& cwd, TimeMs now) {
  std::int64_t s = now / 1000;
  return fmt::format(
      R"({{"session_id":"sample","session_name":"slow checkout","cwd":{0},"version":"2.1.332",)"
      R"("model":{{"id":"claude-opus-5-5","display_name":"Opus 5.5"}},"workspace":{{"project_dir":{0}}},)"
      R"("effort":{{"level":"medium"}},"cost":{{"total_cost_usd":4.31,"total_duration_ms":5400000,)"
      R"("total_api_duration_ms":1800000,"total_lines_added":420,"total_lines_removed":96}},)"
      R"("context_window":{{"context_window_size":1000000,"used_percentage":14,"current_usage":{{"input_tokens":5,)"
      R"("output_tokens":610,"cache_creation_input_tokens":1995,"cache_read_input_tokens":142000}}}},)"
      R"("prompt_cache":{{"warm":true,"caching_observed":true,"ttl":"5m","expires_at":{1},"requests":118,"misses":3,)"
      R"("expected_rebuilds":1,"hit_ratio":0.94,"recache_tokens_if_cold":144000}},)"
      R"("rate_limits":{{"five_hour":{{"used_percentage":42,"resets_at":{2}}},)"
      R"("seven_day":{{"used_percentage":13,"resets_at":{3}}}}},"fast_mode":false}})",
      json_string(cwd), s + 262, s + 10740, s + 345600);
}

}  // namespace

State sample_state(const Env& env, Needs needs, const PriceTable& prices) {
  needs.keep_nothing = true;
  JsonStatus status;
  return load_payload(env, parse_payload(sample_payload(env.cwd, env.now), status), needs, {},
                      prices);
}

}  // namespace wick
