#!/usr/bin/env python3
"""Holds docs/fields.md against the headers: fields.py <root of the project>. Prints each row that is missing or too many;
with --print, the tables as the headers have them."""
import re
import sys
from pathlib import Path

from tables import compare, read, root

VERSION_1 = ["numbers", "sms", "calls", "contacts", "webhooks", "page", "recordings"]
WEBHOOKS = ["webhook_events", "v2/webhook_events"]
VERSION_2 = sorted(name for name in (f"v2/{file.stem}" for file in Path(root, "include/allo/v2").glob("*.hpp"))
                   if name not in WEBHOOKS)
SECTIONS = [("Version 1", VERSION_1), ("Version 2", VERSION_2), ("Webhooks", WEBHOOKS)]
STRUCT = re.compile(r"^(?:template <class T>\n)?struct (?:ALLO_EXPORT )?(\w+) \{\n(.*?)^\};", re.S | re.M)
FIELD = re.compile(r"^  ([\w:]+(?:<[^;{}]*>)?) (\w+)(?:\{[^;]*\}| = [^;]+)?;(.*)", re.M)


def rows(header):
    text = re.sub(r"^ *//.*", "", read(f"include/allo/{header}.hpp"), flags=re.M)
    for name, body in STRUCT.findall(text):
        fields = [f"`{kind.replace('std::', '')} {field}`{' **required**' if 'Required' in comment else ''}"
                  for kind, field, comment in FIELD.findall(body)]
        yield f"| `{name}` | {', '.join(fields)} |"


expected = [row for _, headers in SECTIONS for header in headers for row in rows(header)]
if "--print" in sys.argv:
    for title, headers in SECTIONS:
        print(f"\n## {title}\n\n| type | fields |\n|---|---|")
        for header in headers:
            for row in rows(header):
                print(row)
    sys.exit(0)
page = [line for line in read("docs/fields.md").splitlines() if line.startswith("| `")]
assert len(expected) > 60, len(expected)
compare(expected, page, "types")
