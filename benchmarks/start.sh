#!/usr/bin/env bash
# Start to the first accepted request, and idle memory: median of 10 starts of the published build.
set -euo pipefail
case ${1:-} in -h | --help) echo "usage: $0 [--runs N]"; exit 0 ;; esac
cd "$(dirname "${BASH_SOURCE[0]}")/.."
bin/flumesharp version > /dev/null
exec dotnet run -c Release --project benchmarks/FlumeSharp.Throughput/Delivery -- start --agent "$PWD/artifacts/flumesharp/flumesharp" "$@"
