#!/usr/bin/env bash
# Kills the real agent under load, over and over, and counts: nothing acknowledged may be lost, nothing delivered may be damaged.
#   eng/chaos.sh file-channel [rounds] [seed]   HTTP → file → hdfs on file://, kill -9 at random (default: 25 rounds, a seed of its own)
# Closes with a table. A seed repeats the moments of the kills, as far as a machine repeats anything.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

case "${1:-}" in
    file-channel)
        report=$(mktemp)
        trap 'rm -f "$report"' EXIT
        export FLUMESHARP_KILL_ROUNDS="${2:-25}" FLUMESHARP_KILL_SEED="${3:-}" FLUMESHARP_KILL_REPORT="$report"
        status=0
        dotnet test tests/FlumeSharp.Integration.Tests -c Release --nologo --filter "FullyQualifiedName~FileChannelKillTests" \
            --logger "console;verbosity=normal" || status=$?
        cat "$report"
        exit "$status"
        ;;
    *)
        echo "usage: eng/chaos.sh file-channel [rounds] [seed]" >&2
        exit 2
        ;;
esac
