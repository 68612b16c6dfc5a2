#!/usr/bin/env bash
# Runs a test program under a locale: with_locale.sh <language>_<COUNTRY> <folder> <command>...
# A locale that is not installed is made below the folder.
set -eu
name=$1
folder=$2
shift 2
if ! locale -a | grep -qiE "^$name\.utf-?8$"; then
  command -v localedef >/dev/null && [ -f "/usr/share/i18n/locales/$name" ] || { echo "no source of the locale $name"; exit 77; }
  if [ ! -d "$folder/$name.UTF-8" ]; then
    mkdir -p "$folder"
    made=$(mktemp -d "$folder/XXXXXX")
    localedef -i "$name" -f UTF-8 "$made/$name.UTF-8" || [ -f "$made/$name.UTF-8/LC_NUMERIC" ]  # Warnings count as 1.
    mv -T "$made/$name.UTF-8" "$folder/$name.UTF-8" 2>/dev/null || [ -d "$folder/$name.UTF-8" ]
    rm -rf "$made"
  fi
  set -- LOCPATH="$folder" "$@"
fi
# The C library never frees what it made of LOCPATH. What the tests leak shows in their run without a locale.
exec env LC_ALL="$name.UTF-8" ALLO_TEST_LOCALE=1 ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0" "$@"
