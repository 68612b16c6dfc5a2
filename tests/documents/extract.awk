# Takes the C++ code blocks out of a Markdown file: one source file each in the folder `out`, and a line of `blocks.inc`
# for each that is run. Variables: out, document (the path to name in errors), prefix (of the functions' names). All documents
# become one program, so what a block declares outside of a function is in a namespace of its own.
#
# A block is the inside of a function that has `allo` (a client of a fresh sandbox) and `sandbox`, or a whole program.
# An HTML comment on the line before the block says otherwise:
#   <!-- test: compile-only -->   compiled, not run
#   <!-- test: file -->           compiled as a file of its own, not run
#   <!-- test: consumer-... -->   left to a row of tests/consumer, which has the library that it needs
# Other marks belong to blocks of other languages and name who runs those.

function finish(    name, file, i, includes, body, is_program, last) {
  count++
  name = sprintf("%s_block_%02d", prefix, count)
  file = sprintf("%s/block_%02d.cpp", out, count)
  includes = ""
  body = ""
  is_program = 0
  # Under another name main() has to return by itself.
  for (i = 1; i <= lines; i++) {
    if (line[i] ~ /^int main\(/) is_program = 1
    if (line[i] ~ /^}/) last = i
  }
  if (is_program) line[last] = "return 0; " line[last]
  for (i = 1; i <= lines; i++) {
    if (line[i] ~ /^#include /) {
      includes = includes line[i] "\n"
      body = body "\n"
    } else {
      body = body line[i] "\n"
    }
  }
  if (mode == "file") {
    printf "%snamespace %s_file {\n#line %d \"%s\"\n%s}\n", includes, name, first, document, body > file
  } else if (is_program) {
    printf "%s#define main %s_program\nnamespace {\n#line %d \"%s\"\n%s}\n", includes, name, first, document, body > file
    printf "#include \"prelude.hpp\"\nvoid %s(allo::AlloClient&, allo::testing::Sandbox&) {\n  if (main() != 0) throw std::runtime_error(\"the program failed\");\n}\n", name > file
  } else {
    printf "#include \"prelude.hpp\"\n%svoid %s([[maybe_unused]] allo::AlloClient& allo, [[maybe_unused]] allo::testing::Sandbox& sandbox) {\n  {\n", includes, name > file
    printf "#line %d \"%s\"\n%s  }\n}\n", first, document, body > file
  }
  close(file)
  if (mode == "run") printf "BLOCK(%s, %s, %d)\n", prefix, name, first > (out "/blocks.inc")
  printf "block_%02d.cpp\n", count
}

BEGIN {
  mode = "run"
  printf "" > (out "/blocks.inc")
}

inside && /^ *```/ { inside = 0; finish(); mode = "run"; next }
inside { line[++lines] = $0; next }
other && /^ *```/ { other = 0; mode = "run"; next }
other { next }
/^ *```cpp/ {
  if (mode ~ /^consumer-/) { other = 1; next }
  if (mode !~ /^(run|compile-only|file)$/) { printf "%s:%d: what is <!-- test: %s -->\n", document, NR, mode > "/dev/stderr"; exit 1 }
  inside = 1; lines = 0; first = NR + 1; next
}
/^ *```/ { other = 1; next }
/^<!-- test: [a-z_-]+ -->$/ { mode = $3; next }
/[^ ]/ && mode != "run" { printf "%s:%d: a mark without a block\n", document, NR > "/dev/stderr"; exit 1 }

END { if (inside) { printf "%s: a block without an end\n", document > "/dev/stderr"; exit 1 } }
