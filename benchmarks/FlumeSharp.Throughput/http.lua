-- The load of throughput.sh: EVENTS events per request, bodies of 200 bytes, three headers, of which one differs between events
-- when VARY is set.
local count = tonumber(os.getenv("EVENTS") or "1")
local vary = os.getenv("VARY") == "1"
local text = string.rep("The quick brown fox jumps over the lazy dog. ", 5):sub(1, 200)
local events = {}
for i = 1, count do
    local stamp = 1700000000000 + (vary and i or 0)
    events[i] = string.format('{"headers":{"host":"web01.example.com","type":"access","timestamp":"%d"},"body":"%s"}', stamp, text)
end
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = "[" .. table.concat(events, ",") .. "]"

done = function(summary, latency)
    local errors = summary.errors
    io.write(string.format("RESULT %d %d %.1f %.1f %d\n", summary.requests, summary.duration,
        latency:percentile(50), latency:percentile(99), errors.status + errors.read + errors.write + errors.connect + errors.timeout))
end
