#!/usr/bin/env bash
# Installs the program allo and its man page: install_test.sh <build folder> <scratch folder> <cmake>
set -euo pipefail
build=$1
scratch=$2
cmake=$3
rm -rf "$scratch"
"$cmake" --install "$build" --component allo_tools --prefix "$scratch" > /dev/null

program=$(find "$scratch" -type f -name allo)
[ -x "$program" ] || { echo "no program was installed"; exit 1; }
version=$(LD_LIBRARY_PATH="$build/src" "$program" --version)
[[ $version == "allo "* ]] || { echo "the installed program says: $version"; exit 1; }

page=$(find "$scratch" -path '*/man1/allo.1')
[ -s "$page" ] || { echo "no man page was installed"; exit 1; }
for line in '.TH ALLO 1 "" "'"$version"'" "User Commands"' '.SS "people search"' '.SS "webhooks listen"' '\fB\-\-base\-url\fR \fITEXT\fR'; do
  grep -qF -- "$line" "$page" || { echo "the man page lacks: $line"; exit 1; }
done
if command -v man > /dev/null; then
  warnings=$(MANROFFSEQ='' MANWIDTH=80 man --warnings -E UTF-8 -l "$page" 2>&1 > /dev/null)
  [ -z "$warnings" ] || { echo "$warnings"; exit 1; }
fi
echo "the program and its man page are installed"
