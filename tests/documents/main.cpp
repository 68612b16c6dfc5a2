// Runs the blocks of the document that is named, each with a sandbox of its own. ALLO_API_KEY and ALLO_BASE_URL lead
// there too.
#include "prelude.hpp"

#include <exception>

#define BLOCK(document, name, line) void name(allo::AlloClient& allo, allo::testing::Sandbox& sandbox);
#include "documents.inc"
#undef BLOCK

namespace {

struct Block {
  std::string_view document;
  void (*run)(allo::AlloClient&, allo::testing::Sandbox&);
  int line;
};

const std::vector<Block> blocks = {
#define BLOCK(document, name, line) {#document, name, line},
#include "documents.inc"
#undef BLOCK
};

}  // namespace

int main(int count, char** arguments) {
  const std::string_view wanted = count == 2 ? arguments[1] : "";
  int ran = 0;
  for (const auto& [document, run, line] : blocks) {
    if (document != wanted) continue;
    allo::testing::Sandbox sandbox;
    setenv("ALLO_API_KEY", sandbox.key().c_str(), 1);
    setenv("ALLO_BASE_URL", sandbox.base_url().c_str(), 1);
    allo::AlloClient allo{sandbox.client_options()};
    std::cout << "-- line " << line << '\n';
    try {
      run(allo, sandbox);
    } catch (const std::exception& error) {
      std::cerr << document << ": the block at line " << line << " threw: " << error.what() << '\n';
      return 1;
    }
    ++ran;
  }
  std::cout << ran << " blocks ran\n";
  return ran == 0 ? 2 : 0;
}
