#!/usr/bin/env python3
"""Says what Flume's validation makes of configuration files: a second reading of its rules, independent of the one in src.

    expect.py FOLDER > Golden/expected.ndjson

For each file NNN.conf of the folder one line: its number, its agents in the order of the file (for each list the positions of the names
that survive and of those that do not), and every mistake or oddity as code:line (codes: docs/reference/problems.md). Neither names nor
text of the files come out. Rules: those of java.util.Properties, of ${...} references without any environment, and of FlumeConfiguration
1.11. Where we decided to differ from Flume (order of names, load_balancing, groups without a processor) ours is meant.
"""
import json
import re
import sys
from pathlib import Path

LISTS = ["sources", "channels", "sinks", "sinkgroups", "configfilters"]
ALIASES = {
    "sources": "seq netcat netcatudp exec avro thrift http syslogtcp syslogudp multiport_syslogtcp spooldir taildir jms embedded other",
    "channels": "memory file jdbc spillablememory other",
    "sinks": "null logger file_roll avro thrift hdfs http irc hive hbase asynchbase hbase2 morphline_solr elasticsearch other",
    "selector": "replicating multiplexing load_balancing other",
}
# The classes behind the aliases: org.apache.flume.(source|channel|sink).
CLASSES = {
    "sources": "SequenceGeneratorSource NetcatSource NetcatUdpSource ExecSource AvroSource ThriftSource http.HTTPSource SyslogTcpSource "
               "SyslogUDPSource MultiportSyslogTCPSource SpoolDirectorySource taildir.TaildirSource jms.JMSSource",
    "channels": "MemoryChannel file.FileChannel jdbc.JdbcChannel SpillableMemoryChannel",
    "sinks": "NullSink LoggerSink RollingFileSink AvroSink ThriftSink hdfs.HDFSEventSink http.HttpSink irc.IRCSink hive.HiveSink "
             "hbase.HBaseSink hbase.AsyncHBaseSink hbase2.HBase2Sink solr.morphline.MorphlineSolrSink elasticsearch.ElasticSearchSink",
    "selector": "ReplicatingChannelSelector MultiplexingChannelSelector LoadBalancingChannelSelector",
}
PACKAGE = {"sources": "source", "channels": "channel", "sinks": "sink", "selector": "channel"}


def trim(text):
    return text.strip("".join(map(chr, range(0x21))))


def once(names):
    return list(dict.fromkeys(names))


def words(text):
    return once(re.findall(r"[^ \t\n\r\f\v]+", text or ""))


# ---- java.util.Properties -------------------------------------------------------------------------------------------------------------

def logical_lines(text):
    natural = re.split(r"\r\n|\r|\n", text)
    i = 0
    while i < len(natural):
        first, line = i + 1, natural[i].lstrip(" \t\f")
        i += 1
        if not line or line[0] in "#!":
            continue
        while (len(line) - len(line.rstrip("\\"))) % 2:
            line = line[:-1]
            if i == len(natural):
                break
            line += natural[i].lstrip(" \t\f")
            i += 1
        yield first, line


def unescape(text):
    out, i = [], 0
    while i < len(text):
        c = text[i]
        i += 1
        if c == "\\" and i < len(text):
            c = text[i]
            i += 1
            if c == "u":
                out.append(chr(int(text[i:i + 4], 16)))
                i += 4
                continue
            c = {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}.get(c, c)
        elif c == "\\":
            continue
        out.append(c)
    return "".join(out)


def entries(data):
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    for number, line in logical_lines(text):
        i = 0
        while i < len(line) and line[i] not in "=: \t\f":
            i += 2 if line[i] == "\\" else 1
        value = line[i:].lstrip(" \t\f")
        if value[:1] in ("=", ":"):
            value = value[1:].lstrip(" \t\f")
        yield unescape(line[:i]), unescape(value), number


# ---- ${...} -----------------------------------------------------------------------------------------------------------------------------

class References:
    """No environment and no system properties: a reference finds a key of the file or its default. None of the files has circles."""

    def __init__(self, raw):
        self.raw, self.unresolved = raw, set()

    def value(self, key, owner=None):
        return self.replace(self.raw[key][0], owner or key, key == (owner or key))

    def replace(self, text, owner, reports):
        out, i = "", 0
        while True:
            start = text.find("${", i)
            end = self.closing(text, start) if start >= 0 else -1
            if end < 0:
                return out + text[i:]
            out += text[i:start]
            if out.endswith("$"):
                out, i = out[:-1] + "${", start + 2
                continue
            whole, inner = text[start:end + 1], self.replace(text[start + 2:end], owner, reports)
            i = end + 1
            name, has_default, default = inner.partition(":-")
            key = name.split(":", 1)[-1]
            if key in self.raw and key != owner:
                out += self.value(key, owner)
            elif has_default:
                out += self.replace(default, owner, reports)
            else:
                if reports:
                    self.unresolved.add((owner, whole))
                out += whole

    @staticmethod
    def closing(text, start):
        depth, i = 0, start + 2
        while i < len(text):
            if text.startswith("${", i):
                depth, i = depth + 1, i + 1
            elif text[i] == "}":
                if depth == 0:
                    return i
                depth -= 1
            i += 1
        return -1


# ---- FlumeConfiguration -----------------------------------------------------------------------------------------------------------------

class Agent:
    def __init__(self, line):
        self.line, self.lists, self.components, self.strays = line, {}, {word: {} for word in LISTS}, []

    @property
    def counts(self):
        return bool(self.lists) or any(self.components.values())

    def listed(self, word):
        value = self.lists.get(word, ("", 0))[0]
        return once([name for name in value.split(" ") if name]) if word == "sinkgroups" else words(value)


class Checker:
    def __init__(self, data):
        self.problems, self.agents = [], {}
        raw = {}
        for key, value, line in entries(data):
            if key in raw:
                self.report(1003, line)
            raw[key] = (value, line)
        references = References(raw)
        for key, (_, line) in raw.items():
            self.place(trim(key), trim(references.value(key)), line)
        for key, whole in references.unresolved:
            self.report(1010, raw[key][1])

    def report(self, code, line):
        self.problems.append(f"FS{code}:{line}")

    def place(self, key, value, line):
        agent, dot, rest = key.partition(".")
        if not value:
            return self.report(1006, line)
        if not dot or not agent:
            return self.report(1004, line)
        if not rest:
            return self.report(1005, line)
        known = self.agents.setdefault(agent, Agent(line))
        word, dot, below = rest.partition(".")
        if word in LISTS and not dot:
            if word in known.lists:
                return self.report(1007, line)
            known.lists[word] = (value, line)
            return None
        # The name has one character at least, which may be a dot, and something follows it.
        match = re.fullmatch(r"(.[^.]*)\.(.+)", below, re.DOTALL) if word in LISTS else None
        if not match:
            known.strays.append(line)
        else:
            known.components[word].setdefault(match[1], {})[match[2]] = (value, line)
        return None

    def check(self):
        found = []
        for agent in self.agents.values():
            for line in agent.strays:
                self.report(1008, line)
            if agent.counts:
                found.append(self.summary(agent, self.survivors(agent)))
        return found

    @staticmethod
    def summary(agent, survivors):
        result = {"runs": survivors is not None}
        for word in LISTS[:4]:
            names = agent.listed(word)
            kept = (survivors or {}).get(word, [])
            if names:
                result[word] = {
                    "kept": [i for i, name in enumerate(names) if name in kept],
                    "dropped": [i for i, name in enumerate(names) if name not in kept],
                }
        return result

    def survivors(self, agent):
        for word in LISTS:
            if word not in agent.lists and word in ("sources", "channels", "sinks"):
                continue
            for name, keys in agent.components[word].items():
                if name not in agent.listed(word):
                    self.report(1050, next(iter(keys.values()))[1])
        self.typed(agent, "configfilters")
        if "channels" not in agent.lists:
            return self.report(1020, agent.line)
        channels = self.typed(agent, "channels")
        if not channels:
            return self.report(1021, agent.lists["channels"][1])
        kept = {"channels": list(channels)}
        for word, connected in (("sources", self.source), ("sinks", self.sink)):
            if word not in agent.lists:
                self.report(1023, agent.line)
            kept[word] = [name for name, keys in self.typed(agent, word).items() if connected(keys, channels)]
        kept["sinkgroups"] = self.groups(agent, kept["sinks"])
        if not kept["sources"] and not kept["sinks"]:
            return self.report(1022, agent.lists.get("sources", (0, agent.line))[1])
        return kept

    def given(self, agent, word):
        """Listed components with properties. What follows a '#' in a list was meant as a comment and is one mistake."""
        found, comment = {}, False
        for name in agent.listed(word):
            if name in agent.components[word]:
                found[name] = agent.components[word][name]
            elif comment or name.startswith("#"):
                if not comment:
                    self.report(1030, agent.lists[word][1])
                comment = True
            else:
                self.report(1030, agent.lists[word][1])
        return found

    def typed(self, agent, word):
        found = {}
        for name, keys in self.given(agent, word).items():
            if word != "configfilters" and self.has_java_config(word, keys, keys.get("type")):
                self.report(1037, keys["config"][1])
            elif "type" not in keys:
                self.report(1031, next(iter(keys.values()))[1])
            else:
                found[name] = keys
        return found

    @staticmethod
    def has_java_config(kind, keys, type_):
        if "config" not in keys:
            return False
        names = [f"org.apache.flume.{PACKAGE[kind]}.{name}".lower() for name in CLASSES[kind].split()] + ALIASES[kind].split()
        return not (type_ and type_[0].lower() in names) and keys["config"][0].lower() not in ALIASES[kind].split()

    def source(self, keys, channels):
        if "channels" not in keys:
            return self.report(1032, keys.get("channel", keys["type"])[1])
        selector = {key.removeprefix("selector."): value for key, value in keys.items() if key.startswith("selector.")}
        if "type" in selector and self.has_java_config("selector", selector, selector["type"]):
            return self.report(1037, selector["config"][1])
        value, line = keys["channels"]
        named = words(value)
        if not any(name in channels for name in named):
            return self.report(1034, line)
        comment = next((i for i, name in enumerate(named) if name.startswith("#")), len(named))
        for name in named[:comment]:
            if name not in channels:
                self.report(1033, line)
        if comment < len(named):
            self.report(1033, line)
        return True

    def sink(self, keys, channels):
        if "channel" not in keys:
            return self.report(1035, keys.get("channels", keys["type"])[1])
        if keys["channel"][0] not in channels:
            return self.report(1036, keys["channel"][1])
        return True

    def groups(self, agent, sinks):
        kept, owner = [], {}
        for name, keys in self.given(agent, "sinkgroups").items():
            if "sinks" not in keys:
                self.report(1040, agent.lists["sinkgroups"][1])
                continue
            processor = keys.get("processor.type")
            if processor and processor[0].lower() == "other":
                self.report(1045, processor[1])
                continue
            members = []
            for sink in words(keys["sinks"][0]):
                if sink in owner:
                    self.report(1042, keys["sinks"][1])
                elif sink not in sinks:
                    self.report(1041, keys["sinks"][1])
                else:
                    owner[sink] = name
                    members.append(sink)
            if not members:
                self.report(1043, keys["sinks"][1])
                continue
            if processor is None and len(members) == 1:
                self.report(1044, keys["sinks"][1])
            kept.append(name)
        return kept


def main():
    for path in sorted(Path(sys.argv[1]).glob("*.conf")):
        checker = Checker(path.read_bytes())
        agents = checker.check()
        order = sorted(checker.problems, key=lambda problem: (int(problem.split(":")[1]), problem))
        print(json.dumps({"file": int(path.stem), "agents": agents, "problems": order}, separators=(",", ":")))


main()
