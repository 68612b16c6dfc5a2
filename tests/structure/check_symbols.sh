#!/usr/bin/env bash
# Shows that libraries of allo give away nothing but its public names: check_symbols.sh <include folder> <library>...
# A static library exports nothing of allo's: the plugin or program that it is linked into would, and would then meet another
# copy's.
set -u
include=$1
shift
problems=0
for library in "$@"; do
  symbols=$(readelf -sW "$library" |
    awk '($5 == "GLOBAL" || $5 == "WEAK") && $6 == "DEFAULT" && $7 != "UND" { sub(/@.*/, "", $8); print $5, $8 }' | c++filt | sort -u)
  # clang lets the standard library's templates out whatever they are made of; those of our types bear our version.
  if readelf -p .comment "$library" 2>/dev/null | grep -q 'clang version'; then
    symbols=$(grep -vE '^WEAK std::.*(allo::|allo_private_nlohmann)' <<<"$symbols")
  fi
  case $library in
    *.a)
      given=$(grep -m 5 'allo::' <<<"$symbols") && { printf '%s exports:\n%s\n' "$library" "$given"; problems=1; }
      readelf -sW "$library" | c++filt | grep -q ' HIDDEN .* allo::' || { echo "$library: nothing of allo is in it"; problems=1; }
      ;;
    *) grep -q ' allo::' <<<"$symbols" || { echo "$library: no symbol of allo is exported"; problems=1; } ;;
  esac

  # Strong symbols are allo's; weak ones may be instantiations of the standard library's templates.
  strays=$(
    grep -E 'nlohmann|simdjson|httplib|[^a-z_]curl_|EVP_|HMAC' <<<"$symbols"
    grep -vE '^[A-Z]+ (.*[^a-zA-Z_:])?(allo|std|__gnu_cxx)::' <<<"$symbols"
    grep '^GLOBAL' <<<"$symbols" | grep -v 'allo::'
    grep -oE '^GLOBAL allo::(testing::)?detail::[A-Za-z_]+' <<<"$symbols" | sed 's/.*:://' | sort -u |
      while IFS= read -r name; do grep -rqE "ALLO_EXPORT .*\b$name\b" "$include" || echo "detail::$name"; done
  )
  # What is hidden in a static library still meets the consumer's at the link; so nlohmann goes by another name there.
  case $library in
    *.a) strays+=$(nm -C "$library" 2>/dev/null | grep -m 5 -E '[ (<]nlohmann::') ;;
  esac
  if [ -n "$strays" ]; then
    printf '%s gives away:\n%s\n' "$library" "$strays"
    problems=1
  fi
  echo "$library: $(wc -l <<<"$symbols") symbols"
done
exit $problems
