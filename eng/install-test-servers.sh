#!/usr/bin/env bash
# Installs what the integration tests use beside the .NET SDK, on Debian: Java 17 for the real HDFS, curl, Python with requests,
# promtool, shellcheck, strace, ZooKeeper, rsyslog, and the shells zsh and fish.
# Needs root, or sudo; where neither is there, it says what is missing and goes on.
set -uo pipefail

missing=()
command -v java > /dev/null || missing+=(openjdk-17-jre-headless)
command -v curl > /dev/null || missing+=(curl)
command -v python3 > /dev/null || missing+=(python3)
python3 -c 'import requests' 2> /dev/null || missing+=(python3-requests)
command -v shellcheck > /dev/null || missing+=(shellcheck)
command -v strace > /dev/null || missing+=(strace)
command -v promtool > /dev/null || missing+=(prometheus)
command -v zsh > /dev/null || missing+=(zsh)
command -v fish > /dev/null || missing+=(fish)
[ -f /usr/share/java/zookeeper.jar ] && [ -f /usr/share/java/slf4j-nop.jar ] || missing+=(zookeeper)
command -v logger > /dev/null || missing+=(bsdutils)
[ -x /usr/sbin/rsyslogd ] && [ -n "$(find /usr/lib -name lmnsd_ossl.so -print -quit)" ] || missing+=(rsyslog rsyslog-openssl)
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo > /dev/null; then
        echo "Missing for the integration tests: ${missing[*]}. Install them as root: apt-get install ${missing[*]}" >&2
        exit 0
    fi
    as_root=(sudo)
fi

# No package may start a service here: the tests start what they need on free ports.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" > /dev/null && "${as_root[@]}" chmod 755 "$policy"
    trap '"${as_root[@]}" rm -f "$policy"' EXIT
fi

"${as_root[@]}" apt-get update -qq \
    && DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null
