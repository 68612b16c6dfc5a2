#!/usr/bin/env bash
# Holds the documents against each other and against the code: check.sh <root of the project>. Prints what is wrong.
set -u
cd "${1:?"usage: check.sh <root of the project>"}" || exit 2
documents=(README.md CHANGELOG.md llms.txt skill/SKILL.md docs/*.md)

breach() { sed "s|^|$1\n    |"; } # <rule>, with the offenders on standard input

anchors() { # <Markdown file> : the anchors of its headings
  sed -nE 's/^#+ +//p' "$1" | tr '[:upper:]' '[:lower:]' | sed -E -e 's/[^[:alnum:] _-]//g' -e 's/ /-/g'
}

links() { # <Markdown file> : the targets of its local links, outside of code
  awk '/^ *```/ { code = !code } !code' "$1" | grep -oE '\]\([^)]+\)' | sed -E 's/^\]\((.*)\)$/\1/' | grep -vE '^[a-z]+:'
}

fields() { # <header> <struct> : its data members
  awk -v start="^struct $2( |\$)" '$0 ~ start { inside = 1; next } inside && /^}/ { exit } inside' "include/allo/$1" |
    sed -nE 's,^  [^/(]*[ >]([a-z0-9_]+)( = .*|\{.*);.*$,\1,p'
}

options='options.hpp:AlloClientOptions options.hpp:RequestOptions retry.hpp:RetryPolicy pacing.hpp:PacingPolicy
         transport.hpp:CurlTransportOptions recordings.hpp:DownloadOptions'

rules() {
  local document target file option name
  for document in "${documents[@]}"; do
    links "$document" | while IFS= read -r target; do
      file=${target%%#*}
      file=${file:+$(dirname "$document")/$file}
      file=${file:-$document}
      if [ ! -e "$file" ]; then
        echo "$document: $target"
      elif [[ $target == *'#'* ]] && ! anchors "$file" | grep -qxF -- "${target#*#}"; then
        echo "$document: $target"
      fi
    done
  done | breach 'A link leads nowhere:'

  for document in docs/*.md; do grep -qF "($document)" llms.txt || echo "$document"; done |
    grep -v '^docs/index.md$' | breach 'llms.txt does not name a page:'

  for option in $options; do
    fields "${option%:*}" "${option#*:}" | grep . || echo "(no field of ${option#*:} was found)"
  done | while IFS= read -r name; do grep -q "^| .*\`$name\`.* |.*|" docs/configuration.md || echo "$name"; done |
    breach 'The configuration tables miss an option:'

  [ "$(wc -l <README.md)" -le 200 ] || wc -l README.md | breach 'The README has more than 200 lines:'

  cat include/allo/{calls,contacts,numbers,sms,webhooks}.hpp | tr '\n' ' ' | grep -oE '[a-z_]+\([^;)]*const RequestOptions&' | cut -d '(' -f 1 |
    sort -u | while IFS= read -r name; do
      for document in README.md skill/SKILL.md; do
        grep -qE "[.]$name\\(" "$document" || echo "$document: $name"
      done
    done | breach 'An operation is not shown:'

  sed -nE 's/^ +\{"(GET|POST|PATCH|DELETE)", "([^"]+)",.*$/\1 \2/p' src/testing/control/endpoints.cpp |
    while read -r option name; do grep -qE "^\| [A-Z, ]*$option[A-Z, ]* \| .*\`$name\`" docs/sandbox.md || echo "$option $name"; done |
    breach 'A control endpoint is not documented:'
  {
    sed -nE 's/^ +\{FaultKind::[A-Za-z]+, "([a-z_]+)"\},$/\1/p' src/testing/service/faults.cpp
    grep -oE 'v\("[a-z_]+", fault[.]' src/testing/control/fields.hpp | sed -E 's/^v\("([a-z_]+)".*$/\1/'
    fields testing/quirks.hpp Quirks
    sed -nE 's/^constexpr .*_words\{(.*)\};$/\1/p' src/testing/control/words.cpp | tr -cs 'a-z0-9_' '\n' | grep .
  } | while IFS= read -r name; do grep -qF "\`$name\`" docs/sandbox.md || echo "$name"; done |
    breach 'A fault or a quirk, a field or a value of one is not documented:'

  # Who runs a block: documents.* take C++, documents.sessions takes console; the others name their test.
  awk '/^```(sh|cmake)$/ && last !~ /^<!-- test: / { print FILENAME ":" FNR } { last = $0 }' README.md docs/building.md |
    breach 'No test runs a block of the README:'
  awk '/^```/ { if (!code && $0 !~ /^```(sh|cmake|cpp|console)$/) print FILENAME ":" FNR ": " $0; code = !code }' README.md |
    breach 'A block of the README is in no language that is tested:'
  sed -nE 's/^<!-- test: ([a-z_-]+) -->$/\1/p' README.md docs/building.md | while IFS= read -r name; do
    case $name in
      compile-only | file) ;;
      two-commands) grep -qF 'bash examples/run.sh' .ci/run && grep -qF 'bash tests/run.sh' .ci/run || echo "$name" ;;
      *) grep -qE "^ *row .* (with_readme_guest|with_readme_commands) $name( |\$)|^  readme_block $name( |\$)" tests/consumer/*.sh || echo "$name" ;;
    esac
  done | breach 'No test knows a mark of the README:'
}

found=$(rules)
if [ -n "$found" ]; then
  printf '%s\n' "$found"
  exit 1
fi
echo "The documents agree with each other and with the code."
