#!/usr/bin/env bash
# Makes the mistakes that newcomers make and holds what the compiler says of each: that it refuses it, that the words that help
# stand among its first lines, and, for g++, that it says little more. clang++ lists every overload behind those words.
#   mistakes.sh <include folder> <compiler>
set -uo pipefail
include=$1
compiler=$2
failed=0

mistake() { # <name> <most lines of g++> <words that must stand in the first 14 lines> <statement>
  local said status=0 lines
  said=$(printf '#include <allo/allo.hpp>\n#include <allo/v2.hpp>\n#include <iostream>\nvoid f(allo::AlloClient& allo, allo::v2::Client& v2) {\n  (void)v2;\n  %s\n}\n' "$4" |
    "$compiler" -std=c++20 -fsyntax-only -I"$include" -x c++ - 2>&1) || status=$?
  lines=$(wc -l <<<"$said")
  if [ "$status" -eq 0 ]; then
    echo "$1: it compiles"
  elif ! head -n 14 <<<"$said" | grep -qF -- "$3"; then
    printf '%s: "%s" does not stand in what the compiler says first:\n%s\n' "$1" "$3" "$(head -n 14 <<<"$said")"
  elif [[ $compiler != *clang* ]] && [ "$lines" -gt "$2" ]; then
    printf '%s: %s lines, at most %s\n' "$1" "$lines" "$2"
  else
    echo "$1: $lines lines"
    return
  fi
  failed=1
}

calls='for (const auto& call : allo.calls.search({.allo_number = "+12025550100"}).results)'
mistake 'a misspelt field' 14 SendSmsInput 'allo.sms.send({.from = "+1", .to = "+2", .mesage = "hi"});'
mistake 'a wrong type' 14 CallSearchInput 'allo.calls.search({.allo_number = "+1", .page = "two"});'
mistake 'a missing value()' 8 optional 'for (const auto& n : allo.numbers.list()) { std::string name = n.name; }'
mistake 'an optional, printed' 14 'print *optional, or each item' "$calls std::cout << call.type;"
mistake 'an optional model, printed' 14 'print *optional, or each item' 'for (const auto& p : allo.contacts.search().results) std::cout << p.company;'
mistake 'a list, printed' 14 'print *optional, or each item' 'std::cout << allo.numbers.list();'
mistake 'an enumeration, compared with text' 14 'compare ->text() or the enumerator' "$calls if (call.type == \"INBOUND\") return;"
exit "$failed"
