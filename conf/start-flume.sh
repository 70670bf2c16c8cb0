#!/usr/bin/env bash
# Starts the agent of conf/flume-agent.conf in the foreground. Arguments are handed on: conf/start-flume.sh -Dflume.monitoring.type=http
#   FLUME_CONF    another configuration file    FLUME_AGENT   another agent name
#   FLUMESHARP    the program to run; default: bin/flumesharp beside this folder, else 'flumesharp' on the PATH
set -euo pipefail

conf=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
if [ -f "$conf/flume-env.sh" ]; then
    # shellcheck source=/dev/null
    . "$conf/flume-env.sh"
fi

program=${FLUMESHARP:-}
if [ -z "$program" ]; then
    if [ -x "$conf/../bin/flumesharp" ]; then
        program=$conf/../bin/flumesharp
    elif ! program=$(command -v flumesharp); then
        echo "start-flume.sh: there is no $(dirname "$conf")/bin/flumesharp and no 'flumesharp' on the PATH; set FLUMESHARP to the program." >&2
        exit 2
    fi
fi

# FLUME_AGENT_OPTS holds several arguments in one variable, so it is split at blanks on purpose.
# shellcheck disable=SC2086
exec "$program" agent -c "$conf" -f "${FLUME_CONF:-$conf/flume-agent.conf}" -n "${FLUME_AGENT:-http-to-hdfs-agent}" ${FLUME_AGENT_OPTS:-} "$@"
