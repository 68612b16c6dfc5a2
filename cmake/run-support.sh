# What examples/run.sh and tests/run.sh share. Sourced by bash, not run.

# Says what is being done.
say() { printf '\n==> %s\n' "$*"; }

# The debug build that examples/run.sh and tests/run.sh share. Stacks have their lines; the values of variables, which only a
# debugger shows, would double what the linker copies for each of fifty programs. For those there is the preset dev.
# shellcheck disable=SC2034  # Used where this is sourced.
debug_build=(-DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG=-g1)

# How many compilers at one time: as many as there are processors, but no more than memory carries at 1 GiB each.
job_count() {
  local processors memory
  processors=$(nproc 2> /dev/null || echo 2)
  memory=$(awk '/^MemAvailable/ {print int($2 / 1048576)}' /proc/meminfo 2> /dev/null || true)
  [ -n "$memory" ] || memory=$processors
  [ "$memory" -ge 1 ] || memory=1
  echo $((processors < memory ? processors : memory))
}

# Prints the flag that chooses a linker which takes a quarter of a second for a test program, in place of more than one, or
# nothing where neither is installed or the compiler does not know it.
fast_linker() {
  local linker
  for linker in lld mold; do
    if "${CXX:-c++}" "-fuse-ld=$linker" -Wl,--version > /dev/null 2>&1; then
      echo "-fuse-ld=$linker"
      return
    fi
  done
}

# configure <source> <build folder> <arguments of cmake...>: configures where that is needed, which it is not where all of
# these arguments were given before. ALLO_WERROR=ON in the environment makes warnings errors. Ninja and make notice on their
# own when a CMakeLists.txt has changed.
configure() {
  local source=$1 build=$2 cache="$2/CMakeCache.txt" home argument before known=yes
  shift 2
  [ "${ALLO_WERROR:-OFF}" != ON ] || set -- "$@" -DALLO_WERROR=ON
  if [ -f "$cache" ]; then
    home=$(sed -n 's/^CMAKE_HOME_DIRECTORY:INTERNAL=//p' "$cache")
    if [ "$home" != "$source" ]; then
      echo "$build was made for $home: beginning anew"
      rm -rf "$build"
    fi
  fi
  mkdir -p "$build"
  if [ -f "$build/build.ninja" ] || [ -f "$build/Makefile" ]; then
    before=" $(cat "$build/configured-with" 2> /dev/null || true) "
    for argument in "$@"; do
      [[ $before == *" $argument "* ]] || known=no
    done
    [ "$known" = no ] || return 0
  else
    rm -f "$cache"
  fi
  local tools=()
  if [ ! -f "$cache" ]; then
    command -v ninja > /dev/null && tools+=(-G Ninja)
    command -v ccache > /dev/null && tools+=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
  fi
  LDFLAGS="${LDFLAGS:-} $(fast_linker)" cmake -S "$source" -B "$build" "${tools[@]}" "$@"
  printf '%s\n' "$*" > "$build/configured-with"
}
