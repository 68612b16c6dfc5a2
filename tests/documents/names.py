#!/usr/bin/env python3
"""Holds docs/names.md against the headers: names.py <root of the project>. Prints each row that is missing or too many;
with --print, the rows as the headers have them."""
import re
import sys

from tables import compare, read

VERSION_1 = ["numbers", "sms", "calls", "contacts", "webhooks"]
DECLARATION = re.compile(r"([\w:<> ,]+?)\s+(\w+)\(((?:[^()]|\([^()]*\))*const RequestOptions&[^;]*?)\)\s*const(?: noexcept)?\s*;")

FUNCTION = re.compile(r"^ALLO_EXPORT ([\w:]+) (\w+)\(((?:[^()]|\([^()]*\))*const RequestOptions&[^;]*?)\);", re.M)


def input_cell(arguments):
    cells = []
    for argument in arguments:
        words = " ".join(re.sub(r"\s*=.*", "", argument).replace("const ", "").replace("&", "").split())
        kind, name = words.rsplit(" ", 1)
        cells.append(f"`{kind}`" if kind.endswith(("Input", "Range")) else f"`{kind}` {name}")
    return ", ".join(cells) or "none"


def rows(header, member):
    text = re.sub(r"//.*", "", read(f"include/allo/{header}.hpp"))
    prefix = f"{member}." if member else ""
    for body in re.findall(r"class ALLO_EXPORT (?:\w+Resource|Client)(?: : [\w: ]+)? \{(.*?)^\};", text, re.S | re.M):
        for result, name, arguments in DECLARATION.findall(body):
            split = [a.strip() for a in re.split(r",(?![^<]*>)", arguments) if "RequestOptions" not in a]
            result = " ".join(result.replace("public:", "").split())
            yield f"| `{prefix}{name}(…)` | {input_cell(split)} | `{result}` |"


def functions(header):
    for result, name, arguments in FUNCTION.findall(re.sub(r"//.*", "", read(f"include/allo/{header}.hpp"))):
        split = [a.strip() for a in re.split(r",(?![^<]*>)", arguments) if "RequestOptions" not in a]
        yield f"| `{name}(…)` | {input_cell(split)} | `{result}` |"


client = read("include/allo/v2/client.hpp")
version_2 = re.findall(r"^  \w+Resource (\w+);", client, re.M)
expected = [row for member in VERSION_1 for row in rows(member, member)]
expected += list(functions("recordings"))
expected += list(rows("v2/client", ""))
expected += [row for member in version_2 for row in rows(f"v2/{member}", member)]

if "--print" in sys.argv:
    print("\n".join(expected))
    sys.exit(0)
page = [line.strip() for line in read("docs/names.md").splitlines() if re.match(r"^\| `[\w.]+\(…\)`", line)]
assert len(version_2) == 13, version_2
assert len(expected) >= 12 + 48, len(expected)
compare(expected, page, "operations")
