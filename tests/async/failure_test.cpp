#include <allo/api_error.hpp>
#include <allo/failure.hpp>

#include <gtest/gtest.h>

#include <stdexcept>

ALLO_NAMESPACE_BEGIN
namespace {

Failure forbidden() {
  ApiError error;
  error.status = 403;
  error.code = codes::ApiKeyInsufficientScope;
  error.details = {{"scope", "required=SMS_SEND"}};
  try {
    throw_api_error(error);
  } catch (...) {
    return Failure{std::current_exception()};
  }
}

TEST(Failure, IsEmptyByDefault) {
  const Failure none;
  EXPECT_FALSE(none);
  EXPECT_TRUE(none == nullptr);
  const std::exception_ptr pointer = none;
  EXPECT_EQ(pointer, nullptr);
  EXPECT_EQ(none.message(), "");
  EXPECT_FALSE(none.delivery().has_value());
  EXPECT_FALSE(none.as<std::exception>().has_value());
  EXPECT_NO_THROW(none.rethrow());
  EXPECT_FALSE(Failure{std::exception_ptr{}});
}

TEST(Failure, GivesATypedView) {
  const Failure denied = forbidden();
  ASSERT_TRUE(denied);
  const auto typed = denied.as<ForbiddenException>();
  ASSERT_TRUE(typed);
  EXPECT_EQ(typed->required_scopes(), std::vector<std::string>{"SMS_SEND"});
  EXPECT_EQ(denied.as<AlloApiException>()->status(), 403);
  EXPECT_FALSE(denied.as<NotFoundException>());
  EXPECT_EQ(denied.message(), typed->what());
  EXPECT_THROW(denied.rethrow(), ForbiddenException);
  EXPECT_THROW(std::rethrow_exception(denied), ForbiddenException);
}

TEST(Failure, KnowsWhetherARequestMayHaveBeenCarriedOut) {
  const auto delivery = [](auto error) { return Failure{std::make_exception_ptr(error)}.delivery(); };
  EXPECT_EQ(delivery(TransportException(TransportError::Timeout, "late", true)), DeliveryState::MaybeSent);
  EXPECT_EQ(delivery(TransportException(TransportError::Connect, "refused", false)), DeliveryState::NotSent);
  EXPECT_EQ(delivery(InvalidArgumentException("to")), DeliveryState::NotSent);
  EXPECT_EQ(delivery(std::runtime_error("whatever")), DeliveryState::MaybeSent);
  EXPECT_EQ(delivery(42), DeliveryState::MaybeSent);
  EXPECT_EQ(Failure{std::make_exception_ptr(42)}.message(), "unknown error");
}

}  // namespace
ALLO_NAMESPACE_END
