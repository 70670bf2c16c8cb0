#!/usr/bin/env bash
# Sends one event with curl: ./curl.sh 'any text' [header=value ...]
#   FLUME_URL      where the agent listens; default http://localhost:44444
#   FLUME_BASE64   1 where the source has handler.bodyEncoding = base64
# Ends with 0 when the agent has stored the event in its channel. A full channel (503) is tried again, as is a lost connection.
set -euo pipefail

if [ $# -lt 1 ]; then
    echo "usage: curl.sh BODY [HEADER=VALUE ...]" >&2
    exit 2
fi

# A JSON string: backslash and quote are escaped, and the control characters that text may have.
quote() {
    local text=${1//\\/\\\\}
    text=${text//\"/\\\"}
    text=${text//$'\n'/\\n}
    text=${text//$'\r'/\\r}
    text=${text//$'\t'/\\t}
    printf '"%s"' "$text"
}

body=$1
shift
if [ "${FLUME_BASE64:-0}" = 1 ]; then
    body=$(printf '%s' "$body" | base64 | tr -d '\n')
fi

# The HDFS sink chooses the folder by the header "timestamp": the current time, unless an argument names another.
pairs=("timestamp=$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$@")
for pair in "$@"; do
    if [[ $pair == timestamp=* ]]; then pairs=("$@"); fi
done
headers=""
for pair in "${pairs[@]}"; do
    headers+="${headers:+,}$(quote "${pair%%=*}"):$(quote "${pair#*=}")"
done

printf '[{"headers":{%s},"body":%s}]' "$headers" "$(quote "$body")" \
    | curl --fail --silent --show-error --max-time 30 --retry 5 --retry-connrefused \
        -X POST -H 'Content-Type: application/json' --data-binary @- "${FLUME_URL:-http://localhost:44444}"
