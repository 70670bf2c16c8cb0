#!/usr/bin/env bash
# HTTP -> memory -> hdfs sink. Without a URI: a temporary folder. Further arguments: --seconds N --connections N --batch N --sink-batch N --size BYTES
set -euo pipefail
case ${1:-} in -h | --help) echo "usage: $0 [URI] [--seconds N] [--connections N] [--batch N] [--sink-batch N] [--size BYTES]"; exit 0 ;; esac
cd "$(dirname "${BASH_SOURCE[0]}")/.."
bin/flumesharp version > /dev/null
if [ $# -gt 0 ] && [ "${1#--}" = "$1" ]; then
    to=$1
    shift
else
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    to="file://$folder"
fi

dotnet run -c Release --project benchmarks/FlumeSharp.Throughput/Delivery -- deliver --agent "$PWD/artifacts/flumesharp/flumesharp" --to "$to" "$@"
