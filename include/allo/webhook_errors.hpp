#ifndef ALLO_WEBHOOK_ERRORS_HPP
#define ALLO_WEBHOOK_ERRORS_HPP

#include <allo/errors.hpp>
#include <allo/export.hpp>
#include <allo/handle.hpp>

#include <cstddef>
#include <string>

ALLO_NAMESPACE_BEGIN

/// A delivery is no envelope of this service, or its payload is not what its topic promises. No handler was called.
class ALLO_EXPORT InvalidWebhookPayloadException : public AlloException {
 public:
  /// `path` says where, such as "topic" or "data.start_date"; empty for the delivery as a whole.
  InvalidWebhookPayloadException(const std::string& path, const std::string& message);
  ~InvalidWebhookPayloadException() override;

  /// Where it is wrong; empty for the delivery as a whole.
  const std::string& path() const noexcept;

 private:
  detail::Handle data_;
};

/// A delivery is larger than WebhookReceiver::max_body_size. No handler was called.
class ALLO_EXPORT WebhookTooLargeException : public InvalidWebhookPayloadException {
 public:
  /// The size of the delivery and the bound that it exceeds, in bytes.
  WebhookTooLargeException(std::size_t size, std::size_t limit);
  ~WebhookTooLargeException() override;
};

/// A delivery is not signed, or its signature, time stamp or id does not hold. No handler was called.
/// what() says which, and quotes neither a secret nor the delivery.
class ALLO_EXPORT WebhookSignatureException : public AlloException {
 public:
  /// `message` is for people: what() gives it as it is.
  explicit WebhookSignatureException(const std::string& message) : AlloException(message) {}
  ~WebhookSignatureException() override;
};

/// A delivery concerns a number that is not on the list of WebhookReceiver::allowed_allo_numbers. No handler was
/// called.
class ALLO_EXPORT WebhookNumberNotAllowedException : public AlloException {
 public:
  /// `message` is for people: what() gives it as it is.
  explicit WebhookNumberNotAllowedException(const std::string& message) : AlloException(message) {}
  ~WebhookNumberNotAllowedException() override;
};

/// The same delivery is being handled at this moment, here or by another receiver on the same store; or this receiver's
/// claim on it ran out while its handlers ran. Answer with an error status, so that the service delivers it again.
class ALLO_EXPORT WebhookInProgressException : public AlloException {
 public:
  /// `message` is for people: what() gives it as it is.
  explicit WebhookInProgressException(const std::string& message) : AlloException(message, DeliveryState::MaybeSent) {}
  ~WebhookInProgressException() override;
};

/// A delivery cannot be taken at this moment: there is no room for it in the queue, or the store of deduplicate() is
/// not to be reached. A store or a handler of one's own may throw it as well; WebhookReceiver::respond answers 503, so
/// that the service delivers again.
class ALLO_EXPORT WebhookUnavailableException : public AlloException {
 public:
  /// `message` is for people: what() gives it as it is.
  explicit WebhookUnavailableException(const std::string& message) : AlloException(message) {}
  ~WebhookUnavailableException() override;
};

ALLO_NAMESPACE_END

#endif
