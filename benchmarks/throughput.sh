#!/usr/bin/env bash
# HTTP -> memory (or file, with a flush before every answer) -> null against a bare Kestrel handler, in turn, with wrk from Debian.
#   benchmarks/throughput.sh http [--channel memory|file] [--events 1|100] [--rounds N] [--seconds N] [--connections N] [--vary 0|1]
# Without --events both are measured. Look at the ratios: both sides of each come from one run.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
[ "${1:-}" = http ] || { echo "usage: $0 http [--channel memory|file] [--events N] [--rounds N] [--seconds N] [--connections N] [--vary 0|1]" >&2; exit 2; }
shift
channel=memory counts="1 100" rounds=3 seconds=5 connections=32 vary=1
while [ $# -gt 0 ]; do
    case $1 in
        --channel) channel=$2 ;;
        --events) counts=$2 ;;
        --rounds) rounds=$2 ;;
        --seconds) seconds=$2 ;;
        --connections) connections=$2 ;;
        --vary) vary=$2 ;;
        *) echo "unknown argument $1" >&2; exit 2 ;;
    esac
    shift 2
done

command -v wrk > /dev/null || { echo "wrk is missing: apt-get install wrk" >&2; exit 2; }
work=$(mktemp -d)
pids=()
stop() {
    for pid in "${pids[@]}"; do kill "$pid" 2> /dev/null || true; done
    wait 2> /dev/null || true
    rm -rf "$work"
}
trap stop EXIT

bin/flumesharp version > /dev/null
dotnet publish benchmarks/FlumeSharp.Throughput/BareKestrel -c Release -o "$work/bare" --nologo -v quiet
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
agent_port=$(free_port) bare_port=$(free_port)
cat > "$work/agent.conf" <<CONF
bench.sources = http
bench.channels = $channel
bench.sinks = null
bench.sources.http.type = http
bench.sources.http.bind = 127.0.0.1
bench.sources.http.port = $agent_port
bench.sources.http.channels = $channel
bench.channels.$channel.type = $channel
bench.channels.$channel.capacity = 100000
bench.channels.$channel.transactionCapacity = 1000
bench.sinks.null.type = null
bench.sinks.null.batchSize = 1000
bench.sinks.null.channel = $channel
CONF
if [ "$channel" = file ]; then
    cat >> "$work/agent.conf" << CONF
bench.channels.file.checkpointDir = $work/checkpoint
bench.channels.file.dataDirs = $work/data
CONF
fi
FLUME_HOME=$PWD dotnet artifacts/flumesharp/flumesharp.dll agent -n bench -f "$work/agent.conf" > "$work/agent.log" 2>&1 &
agent=$!
dotnet "$work/bare/BareKestrel.dll" "$bare_port" > "$work/bare.log" 2>&1 &
bare=$!
pids=("$agent" "$bare")
for port in "$agent_port" "$bare_port"; do
    for _ in $(seq 100); do
        if curl -s -o /dev/null -X POST -H 'Content-Type: application/json' -d '[]' "http://127.0.0.1:$port/"; then break; fi
        sleep 0.1
    done
done

ticks=$(getconf CLK_TCK)
cpu() { awk '{ print $14 + $15 }' "/proc/$1/stat"; }
rss() { awk '/VmRSS/ { print int($2 / 1024) }' "/proc/$1/status"; }
# name, process, port, events: appends "name requests/s p50 p99 cpu-microseconds-per-event errors" to the results
measure() {
    local before after line
    before=$(cpu "$2")
    line=$(EVENTS=$4 VARY=$vary wrk -t1 -c"$connections" -d"${seconds}s" --latency -s benchmarks/FlumeSharp.Throughput/http.lua "http://127.0.0.1:$3/" | grep '^RESULT')
    after=$(cpu "$2")
    echo "$line" | awk -v name="$1" -v cpu=$((after - before)) -v ticks="$ticks" -v events="$4" \
        '{ printf "%s %.0f %.2f %.2f %.3f %d\n", name, $2 / $3 * 1e6, $4 / 1000, $5 / 1000, cpu / ticks * 1e6 / ($2 * events), $6 }'
}

for events in $counts; do
    results="$work/results.$events"
    for server in "bare $bare $bare_port" "agent $agent $agent_port"; do
        # shellcheck disable=SC2086
        measure $server "$events" > /dev/null # warm
    done
    for _ in $(seq "$rounds"); do
        measure agent "$agent" "$agent_port" "$events" >> "$results"
        measure bare "$bare" "$bare_port" "$events" >> "$results"
    done
    echo "== $channel channel, $events event(s) per request, $connections connections, $rounds rounds of $seconds s"
    echo "   server  requests/s   p50 ms   p99 ms  µs CPU/event  errors"
    awk '{ printf "   %-6s %11d %8.2f %8.2f %13.3f %7d\n", $1, $2, $3, $4, $5, $6 }' "$results"
    # Median of each side, so that one disturbed round does not decide.
    median() { grep "^$1 " "$results" | awk -v field="$2" '{ print $field }' | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
    a=$(median agent 2) b=$(median bare 2)
    awk -v a="$a" -v b="$b" -v e="$events" -v ca="$(median agent 5)" -v cb="$(median bare 5)" -v ra="$(rss "$agent")" -v rb="$(rss "$bare")" \
        'BEGIN { printf "   agent / bare = %.2f (%.0f events/s against %.0f), CPU %.2f, memory %d MB against %d MB\n", a / b, a * e, b * e, ca / cb, ra, rb }'
done
grep -E ' (WARN|ERROR|WRN|ERR) ' "$work/agent.log" | head -5 || true
