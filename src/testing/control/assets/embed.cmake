# Writes a file as the bytes of a C++ array: cmake -DINPUT=<file> -DOUTPUT=<source> -DNAME=<variable> -P embed.cmake
file(READ "${INPUT}" bytes HEX)
string(REGEX REPLACE "(................................)" "\\1\n" bytes "${bytes}")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
file(WRITE "${OUTPUT}" "#include \"testing/control/assets.hpp\"

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

static const unsigned char ${NAME}_bytes[] = {
${bytes}};

std::string_view ${NAME}() { return {reinterpret_cast<const char*>(${NAME}_bytes), sizeof(${NAME}_bytes)}; }

}
ALLO_NAMESPACE_END
")
