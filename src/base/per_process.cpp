#include "base/per_process.hpp"

#if !defined(_WIN32)
#include <sys/mman.h>
#include <unistd.h>
#endif

#include <new>

ALLO_NAMESPACE_BEGIN
namespace detail {

#if defined(_WIN32)

long current_process() noexcept { return 0; }

#elif defined(MADV_WIPEONFORK)

namespace {

/// A number in a page that the kernel sets to zero in a forked child; none when the kernel does not know how.
std::atomic<long>* make_number_zero_after_fork() noexcept {
  const auto size = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  void* const page = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (page == MAP_FAILED) return nullptr;
  if (::madvise(page, size, MADV_WIPEONFORK) != 0) {
    ::munmap(page, size);
    return nullptr;
  }
  return new (page) std::atomic<long>(0);
}

}  // namespace

long current_process() noexcept {
  static std::atomic<long>* const known = make_number_zero_after_fork();
  if (known == nullptr) return ::getpid();
  long process = known->load(std::memory_order_relaxed);
  if (process == 0) {
    process = ::getpid();
    known->store(process, std::memory_order_relaxed);
  }
  return process;
}

#else

long current_process() noexcept { return ::getpid(); }

#endif

}  // namespace detail
ALLO_NAMESPACE_END
