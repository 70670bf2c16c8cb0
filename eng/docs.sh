#!/usr/bin/env bash
# Brings the tables of keys in docs/reference up to date with the code. With --check it only says which pages are stale.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

dotnet run --project src/FlumeSharp.Agent -c Release -v quiet -- docs docs/reference "$@"
