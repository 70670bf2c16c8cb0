#!/usr/bin/env bash
# A whole HDFS in one container, for trying things out: a namenode and a datanode, and the folder the agent writes to.
# The container ends when one of the two ends.
set -euo pipefail

ready=/tmp/hdfs-ready # what the health check looks for
rm -f "$ready"

if [ ! -d /data/namenode/current ]; then
    hdfs namenode -format -nonInteractive -clusterId flumesharp
fi

hdfs namenode &
namenode=$!
hdfs datanode &
datanode=$!

stop() {
    kill -TERM "$datanode" "$namenode" 2> /dev/null || true
    wait
}
trap 'stop; exit 0' TERM INT

prepare() {
    # The report says 'Live datanodes (0)' until the first one has come.
    until [[ $(hdfs dfsadmin -safemode get 2> /dev/null) == *'Safe mode is OFF'* && $(hdfs dfsadmin -report -live 2> /dev/null) == *'Live datanodes ('[1-9]* ]]; do
        sleep 2
    done
    # HDFS has no password here: whoever says 'flume' is flume, and owns this folder.
    hdfs dfs -mkdir -p /flume/events
    hdfs dfs -chown -R flume:flume /flume
    touch "$ready"
    echo "HDFS is ready at hdfs://hadoop-master:9000"
}
prepare &

# The image's bash may be too old to wait for whichever ends first.
while kill -0 "$namenode" 2> /dev/null && kill -0 "$datanode" 2> /dev/null; do
    sleep 2 &
    wait $!
done
echo "A daemon of HDFS has ended, see above; stopping the other." >&2
stop
exit 1
