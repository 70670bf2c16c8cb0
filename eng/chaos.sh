#!/usr/bin/env bash
# Kills the real agent under load, over and over, and counts: nothing acknowledged may be lost.
#   eng/chaos.sh file-channel [rounds]     HTTP → file → hdfs on file://, kill -9 at random (default: 25 rounds)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

case "${1:-}" in
    file-channel)
        export FLUMESHARP_KILL_ROUNDS="${2:-25}"
        dotnet test tests/FlumeSharp.Integration.Tests -c Release --nologo --filter "FullyQualifiedName~FileChannelKillTests" --logger "console;verbosity=normal"
        ;;
    *)
        echo "usage: eng/chaos.sh file-channel [rounds]" >&2
        exit 2
        ;;
esac
