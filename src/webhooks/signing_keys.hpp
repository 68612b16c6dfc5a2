#ifndef ALLO_SRC_WEBHOOKS_SIGNING_KEYS_HPP
#define ALLO_SRC_WEBHOOKS_SIGNING_KEYS_HPP

#include "webhooks/signature.hpp"

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// The keys that deliveries are checked with, which may be replaced while any number of threads check. Checking takes
/// no lock: a thread signs in, reads and signs out, and whoever replaces waits until nobody reads the old keys.
class SigningKeys {
 public:
  SigningKeys() : current_(new std::vector<SigningKey>) {}
  SigningKeys(const SigningKeys&) = delete;
  SigningKeys& operator=(const SigningKeys&) = delete;
  ~SigningKeys() { delete current_.load(); }

  /// Keeps the keys as they are at this moment alive.
  class Reading {
   public:
    explicit Reading(const SigningKeys& keys) noexcept : readers_(keys.readers_[keys.turn_.load() % 2]) {
      readers_.fetch_add(1);
      keys_ = keys.current_.load();
    }
    Reading(const Reading&) = delete;
    Reading& operator=(const Reading&) = delete;
    ~Reading() { readers_.fetch_sub(1); }

    const std::vector<SigningKey>& operator*() const noexcept { return *keys_; }

   private:
    std::atomic<int>& readers_;
    const std::vector<SigningKey>* keys_ = nullptr;
  };

  /// Returns when the keys before are no longer in use. May be called from any thread.
  void replace(std::vector<SigningKey> keys);

 private:
  std::atomic<const std::vector<SigningKey>*> current_;
  std::atomic<unsigned> turn_{0};
  mutable std::array<std::atomic<int>, 2> readers_{};
  std::mutex replacing_;
};

}  // namespace detail
ALLO_NAMESPACE_END

#endif
