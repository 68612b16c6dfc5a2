// Runs the blocks of one document, each with a sandbox of its own. ALLO_API_KEY and ALLO_BASE_URL lead there too.
#include "prelude.hpp"

#include <exception>

#define BLOCK(name, line) void name(allo::AlloClient& allo, allo::testing::Sandbox& sandbox);
#include "blocks.inc"
#undef BLOCK

namespace {

struct Block {
  void (*run)(allo::AlloClient&, allo::testing::Sandbox&);
  int line;
};

const std::vector<Block> blocks = {
#define BLOCK(name, line) {name, line},
#include "blocks.inc"
#undef BLOCK
};

}  // namespace

int main(int, char** arguments) {
  for (const auto& [run, line] : blocks) {
    allo::testing::Sandbox sandbox;
    setenv("ALLO_API_KEY", sandbox.key().c_str(), 1);
    setenv("ALLO_BASE_URL", sandbox.base_url().c_str(), 1);
    allo::AlloClient allo{sandbox.client_options()};
    std::cout << "-- line " << line << '\n';
    try {
      run(allo, sandbox);
    } catch (const std::exception& error) {
      std::cerr << arguments[0] << ": the block at line " << line << " threw: " << error.what() << '\n';
      return 1;
    }
  }
  std::cout << blocks.size() << " blocks ran\n";
  return 0;
}
