#!/usr/bin/env bash
# Sends test events to a running agent and shows where they landed.
#
#     ./test-flume.sh [N]        N events, one request each; default 10
#
#   FLUME_URL    where the agent listens               default: http://localhost:44444
#   HDFS_URI     the file system the agent writes to   default: the containers of docker-compose.yml if they run,
#                (file:///folder, hdfs://host:port)             else data/ in this folder, as conf/flume-agent.conf has it
#   FLUMESHARP   the program that looks into HDFS       default: bin/flumesharp, or 'flumesharp' or 'hdfs' on the PATH
#   FLUME_WAIT   seconds to wait for the events' files default: 20
#
# Ends with 0 when all events were accepted and found in files, 1 when not all were accepted, 2 on wrong usage, 3 when the agent cannot
# be reached, 4 when all were accepted but not all could be found.
set -uo pipefail

url=${FLUME_URL:-http://localhost:44444}
patience=${FLUME_WAIT:-20}
count=${1:-10}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

fail() { echo "test-flume.sh: $2" >&2; exit "$1"; }

[[ $# -le 1 && $count =~ ^[1-9][0-9]{0,6}$ ]] || fail 2 "the number of events must be a whole number above 0, as in: ./test-flume.sh 50"
[[ $patience =~ ^[0-9]{1,6}$ ]] || fail 2 "FLUME_WAIT must be a number of seconds but is '$patience'."
for tool in curl base64; do
    command -v "$tool" > /dev/null || fail 2 "needs '$tool', which is not installed (Debian: apt-get install curl coreutils)."
done

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

now() {
    local text
    text=$(date -u +%Y-%m-%dT%H:%M:%S.%3NZ)
    [[ $text == *N* ]] && text=$(date -u +%Y-%m-%dT%H:%M:%S.000Z) # a date command that knows no milliseconds
    echo "$text"
}

# Events land in the folder of their hour, in the time zone of the agent: this machine's, or UTC in a container.
hours() { printf '%s\n' "$started_hours" "$(date +%F/%H)" "$(date -u +%F/%H)" | sort -u; }

# ---------------------------------------------------------------------------------------------------------------- sending

# Prints the status of one POST; 000 when there was no answer. A full channel (503) is tried again for some seconds.
post() {
    local status attempt
    for attempt in 1 2 3 4 5 6; do
        status=$(curl -s -o "$work/answer" -w '%{http_code}' --max-time 30 -X POST -H 'Content-Type: application/json' -d @- "$url" < "$work/event") || true
        if [ "$status" != 503 ] || [ "$attempt" = 6 ]; then break; fi
        sleep 1
    done
    echo "$status"
}

curl -s -o /dev/null --max-time 10 "$url" || fail 3 "no agent answers at $url (curl: $(curl -sS -o /dev/null --max-time 10 "$url" 2>&1 | tail -1)).
Start one with:  conf/start-flume.sh        or, in containers:  ./start-cluster.sh
An agent that listens elsewhere is named by FLUME_URL."

started_hours=$(printf '%s\n' "$(date +%F/%H)" "$(date -u +%F/%H)")
run=$(date +%s)_$$
accepted=0
refused=""
echo "Sending $count events to $url ..."
for ((i = 1; i <= count; i++)); do
    time=$(now)
    id=test_${run}_$i
    data='{"timestamp":"'$time'","event_id":"'$id'","message":"Test event '$i' of '$count'","source":"test-flume.sh","level":"INFO","data":{"number":'$i'}}'
    body=$(printf '%s' "$data" | base64 | tr -d '\n')
    printf '[{"headers":{"timestamp":"%s","source":"test-flume.sh","event_id":"%s"},"body":"%s"}]' "$time" "$id" "$body" > "$work/event"
    status=$(post)
    if [ "$status" = 200 ]; then
        accepted=$((accepted + 1))
        # The sink writes the body as posted, or decoded where the source has handler.bodyEncoding = base64.
        printf '%s\n%s\n' "$body" "$data" >> "$work/sent"
    elif [ -z "$refused" ]; then
        refused="event $i was answered $status: $(head -c 300 "$work/answer" 2> /dev/null | tr '\n' ' ')"
    fi
done
echo "Accepted: $accepted of $count"
[ -z "$refused" ] || echo "test-flume.sh: not all events were accepted; $refused" >&2
[ "$accepted" -gt 0 ] || exit 1

# ---------------------------------------------------------------------------------------------------------------- finding

# Where the agent writes: a folder, or a command that stands in for 'hdfs dfs'.
folder=""
dfs=()
root=""
authority=""
case ${HDFS_URI:-} in
    file:*) folder=/$(printf '%s' "${HDFS_URI#file:}" | sed 's|^/*||; s|/*$||') ;;
    '')
        if command -v docker > /dev/null && docker inspect -f '{{.State.Running}}' hadoop-master 2> /dev/null | grep -q true; then
            dfs=(docker exec hadoop-master hdfs dfs)
        elif [ -d "$PWD/data/flume/events" ]; then
            folder=$PWD/data
        else
            folder=$here/data
        fi
        ;;
    *)
        root=${HDFS_URI%/}
        [[ $root =~ ^[a-z0-9]+://[^/]* ]] && authority=${BASH_REMATCH[0]}
        if [ -n "${FLUMESHARP:-}" ]; then
            dfs=("$FLUMESHARP" fs)
        elif [ -x "$here/bin/flumesharp" ]; then
            dfs=("$here/bin/flumesharp" fs)
        elif command -v flumesharp > /dev/null; then
            dfs=(flumesharp fs)
        elif command -v hdfs > /dev/null; then
            dfs=(hdfs dfs)
        else
            fail 4 "all events were accepted, but looking into $HDFS_URI takes bin/flumesharp or hdfs, and neither is here."
        fi
        ;;
esac

files() { # the files the events may be in, one a line
    local hour
    if [ -n "$folder" ]; then
        hours | while read -r hour; do find "$folder/flume/events/$hour" -type f 2> /dev/null; done | sort
    else
        hours | while read -r hour; do "${dfs[@]}" -ls "$root/flume/events/$hour" < /dev/null 2> /dev/null; done \
            | grep '^-' | sed "s|.* \([^ ]*/flume/events/\)|\1|" | sort
    fi
}

copy() { # brings the files to $work/landed, one by one
    local file n=0
    rm -rf "$work/landed"
    mkdir "$work/landed"
    files > "$work/files"
    while read -r file; do
        n=$((n + 1))
        # Listings of 'flumesharp fs' leave the cluster's address out.
        [[ $file == /* ]] && file=$authority$file
        if [ -n "$folder" ]; then cat "$file"; else "${dfs[@]}" -cat "$file" < /dev/null; fi > "$work/landed/$n" 2> /dev/null
    done < "$work/files"
}

found() { cat "$work/landed"/* 2> /dev/null | grep -cxFf "$work/sent"; }

deadline=$((SECONDS + patience))
while :; do
    copy
    landed=$(found)
    if [ "$landed" -ge "$accepted" ] || [ "$SECONDS" -ge "$deadline" ]; then break; fi
    sleep 1
done

place=${folder:-${root:-hdfs://hadoop-master:9000}}
echo "Landed:   $landed of $accepted, below $place/flume/events"
n=0
while read -r file; do
    n=$((n + 1))
    state=""
    [[ $file == *.tmp ]] && state="  (still open)"
    printf '%8d lines  %s%s\n' "$(wc -l < "$work/landed/$n")" "$file" "$state"
done < "$work/files"

[ "$accepted" -eq "$count" ] || exit 1
if [ "$landed" -lt "$accepted" ]; then
    echo "test-flume.sh: $((accepted - landed)) accepted events are not in files after $patience seconds. The agent's log says why; if it writes elsewhere, name that place in HDFS_URI." >&2
    exit 4
fi
