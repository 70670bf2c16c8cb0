#!/usr/bin/env bash
# Builds and runs all tests, and closes with one line: N passed, N failed, N skipped.
# Arguments are handed to 'dotnet test', such as: eng/test.sh --filter TestCategory!=Integration
# FLUMESHARP_TESTS names projects to run instead of all: FLUMESHARP_TESTS="Core Channels" eng/test.sh
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit

if ! command -v dotnet > /dev/null; then
    echo "The tests need the .NET 10 SDK: https://dotnet.microsoft.com/download/dotnet/10.0" >&2
    exit 1
fi

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
projects=()
if [ -n "${FLUMESHARP_TESTS:-}" ]; then
    for name in $FLUMESHARP_TESTS; do projects+=("tests/FlumeSharp.$name.Tests"); done
else
    for folder in tests/*.Tests; do projects+=("$folder"); done
fi

echo "Building ..."
dotnet build FlumeSharp.sln -c Release --nologo -v quiet || exit 1

status=0
for project in "${projects[@]}"; do
    name=$(basename "$project")
    echo "Testing $name ..."
    dotnet test "$project" -c Release --no-build --nologo --logger "trx;LogFileName=$name.trx" --results-directory "$results" \
        --logger "console;verbosity=minimal" "$@" || status=1
done

count() { cat "$results"/*.trx 2> /dev/null | grep -o "<Counters [^>]*" | grep -o " $1=\"[0-9]*\"" | grep -o '[0-9]*' | awk '{ sum += $1 } END { print sum + 0 }'; }
total=$(count total)
passed=$(count passed)
failed=$(count failed)
if [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then
    echo "A test run ended abnormally; its messages stand above." >&2
    failed=1
fi

echo "$passed passed, $failed failed, $((total - passed - (failed > total ? 0 : failed) < 0 ? 0 : total - passed - failed)) skipped"
exit "$status"
