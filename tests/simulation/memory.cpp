// Memory for one thread: what malloc() does for several takes a tenth of the time of a schedule. The sanitizers bring
// their own.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

#include <cstddef>
#include <cstdlib>
#include <malloc.h>
#include <new>

namespace {

/// Blocks that were given back, by size.
struct Block {
  Block* next;
};
constexpr std::size_t step = 32;
constexpr std::size_t kinds = 32;
Block* idle[kinds];

void* take(std::size_t size) {
  const std::size_t kind = (size + step - 1) / step;
  if (kind > 0 && kind < kinds) {
    if (Block* const block = idle[kind]) {
      idle[kind] = block->next;
      return block;
    }
    size = kind * step;
  }
  if (void* const memory = std::malloc(size > 0 ? size : step)) return memory;
  throw std::bad_alloc{};
}

void give_back(void* memory) noexcept {
  if (memory == nullptr) return;
  const std::size_t kind = ::malloc_usable_size(memory) / step;
  if (kind == 0 || kind >= kinds) {
    std::free(memory);
    return;
  }
  auto* const block = static_cast<Block*>(memory);
  block->next = idle[kind];
  idle[kind] = block;
}

}  // namespace

void* operator new(std::size_t size) { return take(size); }
void* operator new[](std::size_t size) { return take(size); }
void operator delete(void* memory) noexcept { give_back(memory); }
void operator delete[](void* memory) noexcept { give_back(memory); }
void operator delete(void* memory, std::size_t) noexcept { give_back(memory); }
void operator delete[](void* memory, std::size_t) noexcept { give_back(memory); }

#endif
