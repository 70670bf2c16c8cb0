# The FlumeSharp agent as an image. Build it in the repository's folder:  docker build -t flumesharp .

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
# Compiled ahead of time, so that a start takes a fraction of a second.
RUN dotnet publish src/FlumeSharp.Agent -c Release --use-current-runtime --self-contained false -p:PublishReadyToRun=true \
        -o /opt/flumesharp/lib --nologo \
    && mkdir -p /opt/flumesharp/bin \
    && ln -s ../lib/flumesharp /opt/flumesharp/bin/flumesharp \
    && cp bin/flume-ng /opt/flumesharp/bin/ \
    && cp -r conf LICENSE NOTICE /opt/flumesharp/ \
    && ln -s conf /opt/flumesharp/config

FROM mcr.microsoft.com/dotnet/aspnet:10.0
# curl is for the health check below, and for whoever looks into a running container.
RUN apt-get update \
    && apt-get install -y --no-install-recommends curl \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /opt/flumesharp /opt/flumesharp

# The base image brings the user 'app'. The agent runs as it, and can write to this folder only.
RUN install -d -o "$APP_UID" -g "$APP_UID" /var/lib/flumesharp
ENV FLUME_HOME=/opt/flumesharp \
    PATH="/opt/flumesharp/bin:$PATH"
USER $APP_UID
# With no HDFS_URI, events are written below the working directory, to data/.
WORKDIR /var/lib/flumesharp
VOLUME /var/lib/flumesharp

# Events; metrics and readiness, where -Dflume.monitoring.type=http asks for them.
EXPOSE 44444 41414
HEALTHCHECK --interval=10s --timeout=5s --start-period=15s --retries=3 CMD curl -f -s -S -o /dev/null http://localhost:44444 || exit 1

# The script replaces itself by the agent, so that the agent gets the signal of 'docker stop' and drains.
ENTRYPOINT ["/opt/flumesharp/conf/start-flume.sh"]
