#!/usr/bin/env bash
# What a change must pass before its tests matter: builds in Release with warnings as errors, and is formatted.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

dotnet restore FlumeSharp.sln --nologo -v quiet
dotnet build FlumeSharp.sln -c Release --no-restore --nologo -v quiet
dotnet format FlumeSharp.sln --verify-no-changes --no-restore --exclude-diagnostics IDE0005
