#!/usr/bin/env python3
"""Holds docs/names.md against the headers, the operations of docs/version-2.md against their names, and the numbers of
operations that the documents say: names.py <root of the project>. Prints what is missing or too much; with --print, the
rows of docs/names.md as the headers have them."""
import re
import sys
from pathlib import Path

from tables import compare, read, root

DOCUMENTS = ["README.md", "CHANGELOG.md", "llms.txt", "skill/SKILL.md", *(f"docs/{file.name}" for file in Path(root, "docs").glob("*.md"))]
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


def operations(rows):
    """Their names; a walk is of the operation before it, and these two are none of the service's."""
    named = re.findall(r"^\| `([\w.]+)", "\n".join(rows), re.M)
    return [name for name in named if not re.search(r"[._]all$|^request$|^test_connection$", name)]


members = re.findall(r"^  \w+Resource (\w+);", read("include/allo/v2/client.hpp"), re.M)
version_1 = [row for member in VERSION_1 for row in rows(member, member)]
version_2 = list(rows("v2/client", "")) + [row for member in members for row in rows(f"v2/{member}", member)]
expected = version_1 + list(functions("recordings")) + version_2
if "--print" in sys.argv:
    print("\n".join(expected))
    sys.exit(0)
page = [line.strip() for line in read("docs/names.md").splitlines() if re.match(r"^\| `[\w.]+\(…\)`", line)]
shown = re.findall(r"^\| `([\w.]+)` \| `[A-Z]+ /", read("docs/version-2.md"), re.M)
counts = [f"{len(operations(rows))} operations" for rows in (version_1, version_2)]
said = {number for file in DOCUMENTS for number in re.findall(r"\b\d+ operations\b", read(file))}
compare(expected + operations(version_2) + counts, page + shown + sorted(said), "rows and numbers")
