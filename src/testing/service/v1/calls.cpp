#include "testing/service/resources.hpp"

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

Json search(Context& c) {
  const std::string own = c.text(c.query, "allo_number");
  const std::string other = c.text(c.query, "contact_number");
  const auto matches = [&](const Item& item) {
    return item.is_call && item.allo_number == own && (other.empty() || item.other_number == other);
  };
  return c.paged(c.state.items.list(matches, true), [](const Item& item) { return to_document(item.call); });
}

}  // namespace

Resource v1_calls() {
  return {1,
          R"(
CallDirection: |INBOUND|OUTBOUND
TranscriptLine: source AGENT|EXTERNAL|USER text text time time start_seconds num? end_seconds num?
Call: id text from_number text to_number text? length_in_minutes num type INBOUND|OUTBOUND?
  result ANSWERED|VOICEMAIL|TRANSFERRED_AI|TRANSFERRED_EXTERNAL|BLOCKED|FAILED|FAILED_EXTERNAL|RECEIVED|CLOSED?
  summary text? tag text? recording_url text? start_date time transcript [TranscriptLine]?-
ConversationCall: Call+ tags [text]
)",
          {{"GET", "/calls", "CONVERSATIONS_READ", search, "searchCalls",
            "size int(1..100)=10 page int(0..)=0 allo_number phone! contact_number phone", "", "flat Call"}}};
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
