// SPDX-License-Identifier: MIT
// node otlp.js: reads OTLP/JSON traces on standard input, a TracesData a line, by the messages that
// @opentelemetry/otlp-transformer has from OpenTelemetry's .proto files, and prints what it found in them as JSON.
// Exits with 1, and says why, for what they would not carry just as it is: an unknown field, another type, an id that is
// none. OTLP's JSON is protobuf's but for ids in hex (specification of OTLP 1.5, "JSON Protobuf Encoding").
const { isDeepStrictEqual } = require('util');
const { opentelemetry } = require('@opentelemetry/otlp-transformer/build/src/generated/root.js');
const Request = opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
const bytes = { traceId: 16, spanId: 8, parentSpanId: 8 };

function refuse(why) {
  console.error(why);
  process.exit(1);
}

// Ids as protobuf's JSON has them.
function inBase64(value, key) {
  if (Array.isArray(value)) return value.map(each => inBase64(each));
  if (value && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, inBase64(each, name)]));
  }
  if (!(key in bytes)) return value;
  if (!new RegExp(`^[0-9a-f]{${2 * bytes[key]}}$`).test(value) || /^0*$/.test(value)) refuse(`${key} ${value}: no id`);
  return Buffer.from(value, 'hex').toString('base64');
}

const lines = require('fs').readFileSync(0, 'utf8').split('\n');
if (lines.pop() !== '') refuse('the last line has no end');
const spans = [];
for (const line of lines) {
  const sent = inBase64(JSON.parse(line));
  const message = Request.fromObject(sent);
  if (Request.verify(message)) refuse(Request.verify(message));
  const got = Request.toObject(Request.decode(Request.encode(message).finish()), { longs: String, bytes: String });
  if (!isDeepStrictEqual(got, sent)) refuse(`not as it was sent: ${JSON.stringify(got)}\n${JSON.stringify(sent)}`);
  for (const resource of JSON.parse(line).resourceSpans) spans.push(...resource.scopeSpans.flatMap(scope => scope.spans));
}

const attributes = span => Object.fromEntries(span.attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
const known = new Map(spans.map(span => [span.spanId, span]));
if (known.size !== spans.length) refuse('two spans with one id');
const sums = { spans: spans.length, requests: 0, prompts: 0, traces: new Set(spans.map(span => span.traceId)).size,
  input_tokens: 0, cache_read_tokens: 0, cache_write_tokens: 0, output_tokens: 0, cost_usd: 0 };
for (const span of spans) {
  const has = attributes(span), parent = known.get(span.parentSpanId);
  if (new Set(span.attributes.map(each => each.key)).size !== span.attributes.length) refuse('an attribute twice');
  if (BigInt(span.startTimeUnixNano) > BigInt(span.endTimeUnixNano)) refuse(`${span.spanId}: ends before it starts`);
  if (span.parentSpanId) {
    if (!parent || parent.traceId !== span.traceId) refuse(`${span.spanId}: its parent is not in its trace`);
    if (BigInt(parent.startTimeUnixNano) > BigInt(span.startTimeUnixNano) ||
        BigInt(parent.endTimeUnixNano) < BigInt(span.endTimeUnixNano)) refuse(`${span.spanId}: not within its parent`);
  }
  if (has['gen_ai.operation.name'] === 'invoke_agent') sums.prompts += 1;
  if (has['gen_ai.operation.name'] !== 'chat') continue;
  if (span.name !== `chat ${has['gen_ai.request.model']}` || span.kind !== 3) refuse(`${span.name}: not as the conventions say`);
  sums.requests += 1;
  sums.input_tokens += Number(has['gen_ai.usage.input_tokens']);
  sums.cache_read_tokens += Number(has['gen_ai.usage.cache_read.input_tokens']);
  sums.cache_write_tokens += Number(has['gen_ai.usage.cache_creation.input_tokens']);
  sums.output_tokens += Number(has['gen_ai.usage.output_tokens']);
  sums.cost_usd += has['wick.cost_usd'] || 0;
}
sums.cost_usd = Math.round(sums.cost_usd * 1e6);
console.log(JSON.stringify(sums));
