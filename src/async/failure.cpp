#include <allo/failure.hpp>

#include <utility>

ALLO_NAMESPACE_BEGIN

Failure::Failure(std::exception_ptr error)
    : error_(error ? std::make_shared<const std::exception_ptr>(std::move(error)) : nullptr) {}

std::string Failure::message() const {
  try {
    rethrow();
  } catch (const std::exception& error) {
    return error.what();
  } catch (...) {
    return "unknown error";
  }
  return {};
}

std::optional<DeliveryState> Failure::delivery() const {
  try {
    rethrow();
  } catch (const AlloException& error) {
    return error.delivery();
  } catch (const InvalidArgumentException&) {
    return DeliveryState::NotSent;
  } catch (...) {
    return DeliveryState::MaybeSent;
  }
  return std::nullopt;
}

void Failure::rethrow() const {
  if (error_) std::rethrow_exception(*error_);
}

ALLO_NAMESPACE_END
