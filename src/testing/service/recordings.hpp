#ifndef ALLO_SRC_TESTING_SERVICE_RECORDINGS_HPP
#define ALLO_SRC_TESTING_SERVICE_RECORDINGS_HPP

#include "testing/model/state.hpp"
#include "testing/service/message.hpp"

#include <string>
#include <string_view>

/// The recordings of calls: small WAV files, made when they are asked for.
ALLO_NAMESPACE_BEGIN
namespace testing::detail {

/// Where the service keeps a recording, and where a sandbox that listens has it: below /v1/assets/recordings/, which
/// wants the key, or below /recordings/, which does not.
std::string recording_url(const std::string& call_id);
std::string served_recording_url(const std::string& url, const std::string& origin);

/// True for a path that recording_response() answers.
bool is_recording(std::string_view path);

/// The recording that a request asks for, or the part that its Range names where its If-Range, if any, is right.
/// `knows_key`: whether the request carries a known key.
Response recording_response(const Request& request, std::string_view path, const State& state, bool knows_key);

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
