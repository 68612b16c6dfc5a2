#ifndef ALLO_COROUTINE_HPP
#define ALLO_COROUTINE_HPP

/// @file
/// The library's calls in coroutines of any type, from C++20 on; empty before. Optional.

#ifdef __cpp_impl_coroutine

#include <allo/executor.hpp>
#include <allo/failure.hpp>

#include <coroutine>
#include <exception>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

ALLO_NAMESPACE_BEGIN

namespace detail {

/// What on() gives to `co_await`.
template <class Function>
class OnExecutor {
 public:
  using Result = std::decay_t<std::invoke_result_t<Function&>>;

  OnExecutor(const Executor& executor, Function function) : executor_(executor), function_(std::move(function)) {}

  bool await_ready() const noexcept { return false; }

  /// False, which carries on here and now, when the executor ran or refused the task within post: no recursion, however
  /// long the loop around it.
  bool await_suspend(std::coroutine_handle<> coroutine) {
    // Once the task is posted, the coroutine may run and this object be gone.
    const ExecutorHandle executor = executor_;
    switch (executor.try_post([this, coroutine] { run(), coroutine.resume(); },
                              [this, coroutine] { drop(), coroutine.resume(); })) {
      case PostOutcome::Posted:
        return true;
      case PostOutcome::Inline:
        run();
        break;
      case PostOutcome::Dropped:
        drop();
        break;
    }
    return false;
  }

  Result await_resume() {
    error_.rethrow();
    if constexpr (!std::is_void_v<Result>) return *std::move(result_);
  }

 private:
  void run() noexcept {
    try {
      if constexpr (std::is_void_v<Result>) {
        function_();
      } else {
        result_.emplace(function_());
      }
    } catch (...) {
      error_ = Failure{std::current_exception()};
    }
  }

  void drop() noexcept { error_ = Failure{std::make_exception_ptr(TaskDroppedException{})}; }

  ExecutorHandle executor_;
  Function function_;
  std::conditional_t<std::is_void_v<Result>, std::monostate, std::optional<Result>> result_{};
  Failure error_{};
};

}  // namespace detail

/// `co_await allo::on(executor, [&] { return client.numbers.list(); })`: runs the function on the executor and carries
/// on there with its result or its exception. When the executor drops the task, the coroutine carries on, on the thread
/// that dropped it, with TaskDroppedException; so it always comes to its end. The coroutine must not be destroyed while
/// it waits, and its frame keeps what the function refers to.
template <class Function>
[[nodiscard]] detail::OnExecutor<Function> on(Executor& executor, Function function) {
  return {executor, std::move(function)};
}

ALLO_NAMESPACE_END

#endif

#endif
