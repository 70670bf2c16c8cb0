#!/usr/bin/env python3
"""Sends events to the HTTP source of an agent, with Python's standard library only (3.8 or later).

As a program, it sends each line of its input as an event, as soon as it comes and up to 100 to a request:

    tail -F app.log | python3 flume_client.py --header source=app

As a module:

    from flume_client import Event, FlumeClient
    with FlumeClient("http://localhost:44444") as flume:
        flume.send([Event("user logged in", {"source": "web-app"})])
"""

import argparse
import base64
import http.client
import json
import os
import queue
import random
import sys
import threading
import time
import urllib.parse
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Dict, Iterable, Iterator, List, Optional, Union


@dataclass
class Event:
    """A body and its headers. Without a "timestamp" header the client adds the current time, which the HDFS sink chooses folders by."""

    body: Union[str, bytes]
    headers: Dict[str, str] = field(default_factory=dict)


class FlumeError(Exception):
    """The agent refused the events for good, or could not be reached often enough. None of them counts as delivered."""


class FlumeClient:
    """Sends batches over one connection that is kept open. Not for use by several threads at once.

    use_base64: for a source with handler.bodyEncoding = base64; needed for bodies that are not text.
    attempts: how often a batch is tried before FlumeError. A lost connection leaves open whether the agent stored the batch, so a
    batch may arrive twice, but it does not get lost.
    """

    def __init__(self, url: str = "http://localhost:44444", use_base64: bool = False, attempts: int = 6, timeout: float = 30) -> None:
        parts = urllib.parse.urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"the agent's address must be like http://localhost:44444 but is {url!r}")
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self._connection = kind(parts.hostname, parts.port, timeout=timeout)
        self._path = parts.path or "/"
        self._use_base64 = use_base64
        self._attempts = attempts

    def __enter__(self) -> "FlumeClient":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()

    def send(self, events: Iterable[Event]) -> None:
        """Returns when the agent has stored the events in its channel: all of them, or none."""
        payload = json.dumps([self._as_json(event) for event in events]).encode()
        for attempt in range(1, self._attempts + 1):
            pause = min(0.25 * 2**attempt, 10) * random.uniform(0.5, 1)
            try:
                self._connection.request("POST", self._path, payload, {"Content-Type": "application/json"})
                response = self._connection.getresponse()
                answer = response.read()
            except (OSError, http.client.HTTPException) as error:
                self._connection.close()
                problem = f"no answer: {error!r}"
            else:
                if response.status == 200:
                    return
                problem = f"{response.status} {response.reason}: {answer[:300].decode(errors='replace')}"
                if response.status != 503:
                    raise FlumeError(problem)
                # The channel is full: the agent says when to come back.
                retry_after = response.getheader("Retry-After", "")
                if retry_after.isdigit():
                    pause = max(pause, float(retry_after))
            if attempt < self._attempts:
                time.sleep(pause)
        raise FlumeError(f"given up after {self._attempts} attempts; the last one: {problem}")

    def _as_json(self, event: Event) -> Dict[str, object]:
        if self._use_base64:
            raw = event.body if isinstance(event.body, bytes) else event.body.encode()
            body = base64.b64encode(raw).decode("ascii")
        else:
            body = event.body.decode() if isinstance(event.body, bytes) else event.body
        return {"headers": {"timestamp": _now(), **event.headers}, "body": body}


def _now() -> str:
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _as_they_come(lines: Iterable[str], most: int) -> Iterator[List[str]]:
    """Batches of what has arrived: a slow input is sent at once, a fast one up to so many lines at a time."""
    waiting: "queue.Queue[Optional[str]]" = queue.Queue(10 * most)

    def read() -> None:
        try:
            for line in lines:
                waiting.put(line)
        finally:
            waiting.put(None)

    threading.Thread(target=read, daemon=True).start()
    at_end = False
    while not at_end:
        batch = [waiting.get()]
        while len(batch) < most and not waiting.empty():
            batch.append(waiting.get())
        at_end = batch[-1] is None
        if at_end:
            batch.pop()
        if batch:
            yield batch


def main() -> int:
    parser = argparse.ArgumentParser(description="Sends each line of the input as an event to a Flume agent.")
    default_url = os.environ.get("FLUME_URL") or "http://localhost:44444"
    parser.add_argument("--url", default=default_url, help="where the agent listens (default: FLUME_URL, or http://localhost:44444)")
    parser.add_argument("--header", action="append", default=[], metavar="NAME=VALUE", help="a header for every event; may be repeated")
    parser.add_argument("--base64", action="store_true", help="for a source with handler.bodyEncoding = base64")
    parser.add_argument("--batch", type=int, default=100, help="events per request, at most the channel's transactionCapacity (default: %(default)s)")
    arguments = parser.parse_args()
    headers = dict(pair.partition("=")[::2] for pair in arguments.header)

    # A log may hold anything; one bad byte must not end the stream.
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    sent = 0
    with FlumeClient(arguments.url, use_base64=arguments.base64) as flume:
        try:
            for lines in _as_they_come(sys.stdin, arguments.batch):
                flume.send(Event(line.rstrip("\n"), headers) for line in lines)
                sent += len(lines)
        except FlumeError as error:
            print(f"flume_client.py: {sent} events delivered, then: {error}", file=sys.stderr)
            return 1
    print(f"{sent} events delivered", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
