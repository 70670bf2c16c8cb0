#!/usr/bin/env bash
# Builds and starts the containers of docker-compose.yml, waits until both are healthy, and says what to do next.
#   START_TIMEOUT   seconds to wait; default 300 (the first start also downloads a Hadoop image of about 2 GB, which is not counted)
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"

limit=${START_TIMEOUT:-300}

if ! command -v docker > /dev/null; then
    echo "start-cluster.sh: needs Docker, and there is no 'docker' on the PATH: https://docs.docker.com/engine/install/
Without Docker, the agent alone writes to files of this machine:  conf/start-flume.sh" >&2
    exit 2
fi
if docker compose version > /dev/null 2>&1; then
    compose=(docker compose)
elif command -v docker-compose > /dev/null; then
    compose=(docker-compose)
else
    echo "start-cluster.sh: Docker is here but Compose is not: https://docs.docker.com/compose/install/" >&2
    exit 2
fi
if ! problem=$(docker version --format '{{.Server.Version}}' 2>&1 > /dev/null); then
    echo "start-cluster.sh: the Docker daemon cannot be reached: $problem" >&2
    exit 2
fi

"${compose[@]}" up -d --build

health() { docker inspect -f '{{if .State.Health}}{{.State.Health.Status}}{{else}}{{.State.Status}}{{end}}' "$1" 2> /dev/null || echo missing; }

echo "Waiting until hadoop-master and flume-agent are healthy ..."
deadline=$((SECONDS + limit))
until [ "$(health hadoop-master)" = healthy ] && [ "$(health flume-agent)" = healthy ]; do
    if [ "$SECONDS" -ge "$deadline" ]; then
        echo "start-cluster.sh: not healthy after $limit seconds: hadoop-master is $(health hadoop-master), flume-agent is $(health flume-agent). Their last lines:" >&2
        for container in hadoop-master flume-agent; do
            echo "--- docker logs $container" >&2
            docker logs --tail 20 "$container" >&2 || true
        done
        exit 1
    fi
    sleep 2
done

cat <<'TEXT'
Ready.
  Send test events      ./test-flume.sh 50
  Send your own         curl -H 'Content-Type: application/json' -d '[{"headers":{"timestamp":"2024-01-15T14:30:00.000Z"},"body":"hello"}]' http://localhost:44444
  See them in HDFS      docker exec hadoop-master hdfs dfs -ls -R /flume/events/
  The agent's log       docker logs -f flume-agent
  Counters              http://localhost:41414/metrics
  The namenode's page   http://localhost:9870
  Stop                  docker compose down        (files stay; 'docker compose down -v' removes them too)
TEXT
