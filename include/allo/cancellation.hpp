#ifndef ALLO_CANCELLATION_HPP
#define ALLO_CANCELLATION_HPP

#include <allo/export.hpp>
#include <allo/handle.hpp>

#include <functional>

ALLO_NAMESPACE_BEGIN

namespace detail {
struct CancellationState;
}

/// Keeps a callback registered with a CancellationToken for as long as it lives. Once its destructor has returned, the
/// callback neither runs nor will run, unless the destructor was called by the callback itself. Movable; one thread at
/// a time.
class ALLO_EXPORT CancellationSubscription {
 public:
  /// Keeps nothing registered.
  CancellationSubscription() noexcept = default;

  /// @{
  /// Takes over what another one keeps; an assignment first ends what this one kept, as the destructor does.
  CancellationSubscription(CancellationSubscription&&) noexcept;
  CancellationSubscription& operator=(CancellationSubscription&&) noexcept;
  /// @}

  CancellationSubscription(const CancellationSubscription&) = delete;
  CancellationSubscription& operator=(const CancellationSubscription&) = delete;
  ~CancellationSubscription();

 private:
  friend class CancellationToken;
  friend struct detail::CancellationState;
  struct Entry;
  detail::Handle state_;
  Entry* entry_ = nullptr;  // In one of the lists of `state_`; none: nothing is kept.
};

/// Tells an operation that its caller has lost interest. Cheap to copy; every member may be called from any thread at
/// once.
class ALLO_EXPORT CancellationToken {
 public:
  /// Is never cancelled.
  CancellationToken() noexcept = default;

  /// True once the source was cancelled.
  bool is_cancelled() const noexcept;

  /// True when a source belongs to this token, cancelled or not.
  bool can_be_cancelled() const noexcept;

  /// Runs `callback` once, on the thread that cancels, or at once when that has happened already. It must not throw.
  [[nodiscard]] CancellationSubscription subscribe(std::function<void()> callback) const;

 private:
  friend class CancellationSource;
  explicit CancellationToken(const detail::Handle& state) noexcept : state_(state) {}
  detail::Handle state_;
};

/// Cancels every operation that was given its token: a transfer, a back-off, a wait for a connection or for the pacer
/// ends within 50 ms with TransportError::Cancelled. Cheap to copy, copies cancel together; safe from any thread.
class ALLO_EXPORT CancellationSource {
 public:
  CancellationSource();

  /// What to give to operations, such as RequestOptions::cancellation; all tokens of a source are alike.
  CancellationToken token() const noexcept;

  /// Cancels; does nothing the second time.
  void cancel();

  /// True once cancel() was called on this source or a copy of it.
  bool is_cancelled() const noexcept;

 private:
  detail::Handle state_;
};

ALLO_NAMESPACE_END

#endif
