#ifndef ALLO_FAILURE_HPP
#define ALLO_FAILURE_HPP

/// @file
/// An exception as a value. Optional: `<allo/allo.hpp>` does not include it.

#include <allo/errors.hpp>
#include <allo/export.hpp>

#include <cstddef>
#include <exception>
#include <memory>
#include <optional>
#include <string>

ALLO_NAMESPACE_BEGIN

/// What an operation threw, or nothing: a std::exception_ptr with a typed view of it. Cheap to copy; a value type that
/// is safe to read from many threads.
class ALLO_EXPORT Failure {
 public:
  /// No failure.
  Failure() noexcept = default;

  /// No failure for a null pointer.
  explicit Failure(std::exception_ptr error);

  /// True where there is a failure.
  explicit operator bool() const noexcept { return error_ != nullptr; }

  /// The exception; null where there is none.
  operator std::exception_ptr() const noexcept { return error_ ? *error_ : nullptr; }

  /// A copy of the exception as an `E`, where it is one: `if (auto denied = error.as<ForbiddenException>())`. Of an
  /// exception of a class derived from `E`, it is the part that is an `E`.
  template <class E>
  std::optional<E> as() const {
    try {
      if (error_) std::rethrow_exception(*error_);
    } catch (const E& error) {
      return error;
    } catch (...) {
    }
    return std::nullopt;
  }

  /// The text of the exception, for a person; empty where there is none.
  std::string message() const;

  /// Whether the request behind it may have been carried out; MaybeSent for an exception that does not say. No value
  /// where there is no failure.
  std::optional<DeliveryState> delivery() const;

  /// Throws the exception; does nothing where there is none.
  void rethrow() const;

  /// @{
  /// Equal to nullptr where there is no failure, as a std::exception_ptr is.
  friend bool operator==(const Failure& failure, std::nullptr_t) noexcept { return !failure; }
  friend bool operator!=(const Failure& failure, std::nullptr_t) noexcept { return static_cast<bool>(failure); }
  /// @}

 private:
  std::shared_ptr<const std::exception_ptr> error_;
};

ALLO_NAMESPACE_END

#endif
