#!/usr/bin/env bash
# Holds the house rules of the tree: check.sh <root of the project>. Prints each breach; fails when there is one.
set -u
root=${1:?"usage: check.sh <root of the project>"}
cd "$root" || exit 2

breach() { sed "s|^|$1\n    |"; } # <rule>, with the offending lines on standard input

sources() { # <folders>... : the C++ files below them
  find "$@" -type f \( -name '*.cpp' -o -name '*.hpp' \) 2>/dev/null | sort
}

# Lines outside comments that match a pattern, in the files named on standard input: <extended regular expression>
code_matching() {
  xargs -d '\n' grep -HnE -e "$1" | sed -E -e 's,(^|[^:])//.*$,\1,' | grep -E -e "$1"
}

without() { grep -vE -e "$1" || true; }

rules() {
  # Each third-party library has its room.
  sources src include examples | without '^(src/http|examples)/' |
    code_matching '#include <curl/|(^|[^A-Za-z_])(CURL[A-Z]*_|curl_[a-z]|CURL *\*)' |
    breach 'CURL stands only under src/http:'
  sources src include | without '^(src/json/|src/testing/|include/allo/(v2/)?json\.hpp$)' |
    code_matching '#include <nlohmann|nlohmann::|#include <simdjson|simdjson::' |
    breach 'nlohmann and simdjson stand only under src/json, src/testing and in the two json.hpp:'
  sources src include | without '^src/testing/' | code_matching '#include <httplib|httplib::' |
    breach 'cpp-httplib stands only under src/testing:'
  sources include | without '^include/allo/(v2/)?json\.hpp$' | code_matching '#include ' |
    without '#include <(allo/[a-z0-9_/]+\.hpp|[a-z_]+|allo needs C..17)>( |$)' | breach 'A public header includes allo and the standard library only:'
  sources include | without '^include/allo/recordings\.hpp$' | code_matching '#include <filesystem>' |
    breach 'Of the public headers only allo/recordings.hpp includes <filesystem>:'
  sources src include | without '^src/(base|http|webhooks|testing)/' | code_matching '#include <openssl/' |
    breach 'OpenSSL stands only under src/base, src/http, src/webhooks and src/testing:'
  # The build shows a room the headers of those that it may use; a path that climbs out of it would go round that.
  sources src | code_matching '#include "([^"]*\.\.|/)' | breach 'No include is relative or absolute:'
  sources src | code_matching '#include "[^/"]*"' | breach 'An include begins with the name of the room:'
  sources src/webhooks | code_matching '#include [<"](http/|sys/socket|netinet|httplib)' |
    breach 'src/webhooks opens no socket:'

  asynchronous='allo/(async|coroutine|executor|failure|hooks|mutation|query|subscription)\.hpp'
  sources src include | without "^(src/(async|testing)/|include/$asynchronous\$)" | code_matching "#include <$asynchronous>" |
    breach 'The core knows nothing of src/async:'
  sources src include | without '^src/(async/thread_pool\.cpp|testing/)' | code_matching 'std::(thread|jthread|async)([ ({>]|$)' |
    breach 'Threads start only in src/async/thread_pool.cpp and src/testing:'

  # A route is written down where its resource is.
  sources src include | without '^src/(v[12]|testing)/' |
    code_matching '"/(webhooks?|calls?|contacts?|sms|numbers?)["/?{]' |
    breach 'A path literal stands only under src/v1, src/v2 and src/testing:'

  # One function turns a status into an exception.
  thrown='(AlloApi|Authentication|Forbidden|NotFound|Validation|RateLimit|Server)Exception *[({]'
  throwing=$(sources src | code_matching "throw +(allo::)?$thrown|make_exception_ptr\((allo::)?$thrown" | cut -d: -f1 | sort -u)
  if [ "$(printf '%s' "$throwing" | grep -c .)" -gt 1 ]; then
    printf '%s\n' "$throwing" | breach 'API exceptions are thrown in one file only:'
  fi

  # The umbrellas hold includes only, and all that is not optional.
  umbrella_rules() { # <umbrella> <guard> ; the headers that it must have, on standard input
    sed -E 's,//.*$,,' "include/$1" | grep -nvE "^ *\$|^#ifndef $2\$|^#define $2\$|^#endif\$|^#include <allo/[a-z0-9_/]+\.hpp>\$" |
      breach "include/$1 holds includes only:"
    while IFS= read -r header; do grep -qxF "#include <$header>" "include/$1" || echo "$header"; done |
      breach "include/$1 misses a public header that is not optional:"
  }
  (cd include && find allo -name '*.hpp' | sort) | without "^(allo/(allo\.hpp|api_error\.hpp|json\.hpp|recordings\.hpp|v2\.hpp|(testing|v2)/.*)|$asynchronous)\$" |
    umbrella_rules allo/allo.hpp ALLO_ALLO_HPP
  (cd include && find allo/v2 -name '*.hpp' | sort) | without '^allo/v2/json\.hpp$' | umbrella_rules allo/v2.hpp ALLO_V2_HPP

  # Headers.
  sources src include tests | grep -E '\.hpp$' | code_matching '(^|:[0-9]+:) *using namespace ' | breach 'No header says "using namespace":'
  sources include | code_matching '(^|:[0-9]+:) *# *define ' |
    without '# *define ALLO_[A-Z0-9_]+_HPP *$|# *define ALLO_EXPORT( |$)|# *define ALLO_NAMESPACE_(BEGIN|END) |# *define ALLO_VERSION_(MAJOR|MINOR|PATCH|STRING) ' |
    breach 'A public header defines no macro but its guard, ALLO_EXPORT, ALLO_NAMESPACE_* and ALLO_VERSION_*:'
  sources include/allo | while IFS= read -r header; do
    guard=$(printf '%s' "${header#include/}" | tr 'a-z/.' 'A-Z__')
    grep -qxE "#ifndef $guard" "$header" || echo "$header: $guard"
  done | breach 'A public header is guarded by its own name:'

  sources include/allo | xargs -d '\n' awk '
    FNR == 1 { documented = 0; internal = 0 }
    /^namespace .*detail/ { internal = 1 }
    /^}( |$)/ { internal = 0 }
    /^(struct|class|enum class|using) [A-Za-z_ ]+.*[{=]/ && !documented && !internal { print FILENAME ":" FNR ": " $0 }
    { documented = /^ *\/\/\// || (documented && /^template/) }' |
    breach 'Every public type has a brief:'

  # Sizes.
  find src include tests examples cmake -type f \( -name '*.[ch]pp' -o -name '*.cmake' -o -name '*.sh' -o -name 'CMakeLists.txt' \) 2>/dev/null |
    sort | while IFS= read -r file; do
      lines=$(wc -l <"$file")
      [ "$lines" -le 500 ] || echo "$file: $lines lines"
    done | breach 'No file has more than 500 lines:'

  # The version is written once.
  number() { sed -nE "s/^#define ALLO_VERSION_$1 \"?([0-9.]+)\"?\$/\\1/p" include/allo/version.hpp; }
  version=$(number STRING)
  if [ "$version" != "$(number MAJOR).$(number MINOR).$(number PATCH)" ]; then
    echo "include/allo/version.hpp: $version" | breach 'ALLO_VERSION_STRING is made of the three numbers:'
  fi
  grep -qxE " *inline namespace abi_$(number MAJOR)_$(number MINOR) \{" include/allo/export.hpp ||
    echo "include/allo/export.hpp" | breach 'The inline namespace has the numbers of the SONAME:'
  grep -rnF "\"$version\"" CMakeLists.txt cmake src examples 2>/dev/null | breach 'The version is written in allo/version.hpp alone:'
  grep -qE "^## \\[$version\\] - [0-9]{4}-[0-9]{2}-[0-9]{2}$" CHANGELOG.md ||
    echo "CHANGELOG.md: [$version]" | breach 'The changelog has the version, with its date:'
  top=$(sed -nE 's/^## \[([^]]+)\].*$/\1/p' CHANGELOG.md | head -n 1)
  if [ "$top" != Unreleased ] && [ "$top" != "$version" ]; then
    echo "CHANGELOG.md: [$top], not [$version]" | breach 'The top entry of the changelog is the version or Unreleased:'
  fi

  # Nothing of a machine, nothing unfinished.
  find . \( -path './build*' -o -path ./.git -o -path ./out -o -path ./tests/structure \) -prune -o -type f -print | sort |
    xargs -d '\n' grep -InE '/(work|root|Users)/|/home/[a-z]|(^|[^A-Za-z_])(TODO|FIXME|XXX)([^A-Za-z_]|$)' 2>/dev/null |
    breach 'No path of a machine and nothing left to do:'
}

found=$(rules)
if [ -n "$found" ]; then
  printf '%s\n' "$found"
  exit 1
fi
echo "The tree keeps the house rules."
