#ifndef ALLO_TESTS_JSON_SUPPORT_HPP
#define ALLO_TESTS_JSON_SUPPORT_HPP

#include "json/codec.hpp"

#include <allo/errors.hpp>
#include <allo/timestamp.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace allo::test {

/// The text of a file below tests/data.
inline std::string fixture(std::string_view name) {
  std::ifstream file{std::filesystem::path{ALLO_TEST_DATA} / name, std::ios::binary};
  if (!file) throw std::runtime_error("no fixture " + std::string{name});
  return {std::istreambuf_iterator<char>{file}, {}};
}

/// A time in UTC.
inline Timestamp at(int year, unsigned month, unsigned day, int hour, int minute, int second, int microseconds = 0) {
  return std::chrono::sys_days{std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day}} +
         std::chrono::hours{hour} + std::chrono::minutes{minute} + std::chrono::seconds{second} +
         std::chrono::microseconds{microseconds};
}

template <class T>
T decode(std::string body) {
  return detail::decode_response<T>(std::move(body));
}

/// The error of decoding a response, as "path|what"; "no error" where there is none.
template <class T>
std::string decode_error(std::string body) {
  try {
    detail::decode_response<T>(std::move(body));
  } catch (const DecodeException& error) {
    EXPECT_EQ(error.delivery(), DeliveryState::MaybeSent);
    return error.path() + "|" + error.what();
  }
  return "no error";
}

/// The path of that error.
template <class T>
std::string decode_error_path(std::string body) {
  const std::string error = decode_error<T>(std::move(body));
  return error.substr(0, error.find('|'));
}

}  // namespace allo::test

#endif
