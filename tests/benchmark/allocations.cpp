#include "benchmark/allocations.hpp"

#include <atomic>
#include <cstring>
#include <malloc.h>

namespace {

std::atomic<std::size_t> count{0};
std::atomic<std::size_t> live{0};
std::atomic<std::size_t> peak{0};

void* note(void* block) noexcept {
  if (block == nullptr) return block;
  count.fetch_add(1, std::memory_order_relaxed);
  const std::size_t size = malloc_usable_size(block);
  const std::size_t now = live.fetch_add(size, std::memory_order_relaxed) + size;
  std::size_t before = peak.load(std::memory_order_relaxed);
  while (now > before && !peak.compare_exchange_weak(before, now, std::memory_order_relaxed)) {
  }
  return block;
}

void forget(void* block) noexcept {
  if (block != nullptr) live.fetch_sub(malloc_usable_size(block), std::memory_order_relaxed);
}

}  // namespace

// glibc lets a program put its own allocator in front of these.
extern "C" {
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t items, std::size_t size);
void* __libc_realloc(void* block, std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);
void __libc_free(void* block);

void* malloc(std::size_t size) noexcept { return note(__libc_malloc(size)); }
void* calloc(std::size_t items, std::size_t size) noexcept { return note(__libc_calloc(items, size)); }
void* realloc(void* block, std::size_t size) noexcept {
  forget(block);
  return note(__libc_realloc(block, size));
}
void* memalign(std::size_t alignment, std::size_t size) noexcept { return note(__libc_memalign(alignment, size)); }
void* aligned_alloc(std::size_t alignment, std::size_t size) noexcept { return note(__libc_memalign(alignment, size)); }
int posix_memalign(void** block, std::size_t alignment, std::size_t size) noexcept {
  *block = note(__libc_memalign(alignment, size));
  return *block == nullptr ? 12 : 0;
}
void free(void* block) noexcept {
  forget(block);
  __libc_free(block);
}
}

namespace allo::benchmark {

Allocations allocations() noexcept { return {count.load(), live.load(), peak.load()}; }

void reset_peak() noexcept { peak.store(live.load()); }

}  // namespace allo::benchmark
