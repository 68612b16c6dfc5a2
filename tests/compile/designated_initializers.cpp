// Each input and option of the library built with designated initializers that leave fields out. This must stay free of
// warnings under -Wextra, which speaks up for every field without a default.
#include <allo/allo.hpp>
#include <allo/api_error.hpp>
#include <allo/recordings.hpp>
#include <allo/v2.hpp>

#include <chrono>

using namespace std::chrono_literals;

allo::AlloClientOptions client_options{.api_key = "key"};
allo::AlloClientOptions more_client_options{
    .api_key = "key", .timeout = 5s, .headers = {{"X-App-Name", "test"}}, .retry = {.max_attempts = 1}};
allo::RequestOptions request_options{.timeout = 2s, .idempotency_key = "one"};
allo::RetryPolicy retry{.max_attempts = 5, .deadline = 20s};
allo::PacingPolicy pacing{.writes_per_second = 1.0};
allo::CurlTransportOptions transport{.max_connections = 4, .ca_file = "bundle.pem"};
allo::DownloadOptions download{.max_bytes = 1000};
allo::HttpRequest http_request{.url = "https://example.com"};
allo::HttpResponse http_response{.status = 200, .body = "{}"};
allo::ApiError api_error{.status = 404, .code = "CONTACT_NOT_FOUND"};

allo::CreateWebhookInput webhook{
    .allo_number = "+1234567890", .url = "https://example.com", .topics = {allo::WebhookTopic::CallReceived}};
allo::CallSearchInput call_search{.allo_number = "+1234567890", .size = 20};
allo::CallRangeInput call_range{.allo_number = "+1234567890", .range = {.max_items = 10}};
allo::PageInput page{.size = 50};
allo::RangeOptions range{.page_size = 20, .max_items = 3};
allo::GetContactInput get_contact{.activity = true};
allo::CreateContactInput contact{.numbers = {"+33612345678"}, .name = "Jean", .emails = {"jean@example.com"}};
allo::UpdateContactInput update{.name = "Jean", .website = allo::null, .emails = {"a@example.com", "b@example.com"}};
allo::ConversationInput conversation{.allo_number = "+1234567890"};
allo::ConversationRangeInput conversation_range{.range = {.prefetch = 0}};
allo::SendSmsInput sms{.from = "+1234567890", .to = "+1987654321", .message = "Hello"};
allo::SendSmsFranceInput french_sms{.sender_id = "MyCompany", .to = "+33612345678", .message = "Bonjour"};

allo::Webhook made_webhook{.id = "wh_1", .topics = {allo::WebhookTopic::SmsReceived}};
allo::Call made_call{.id = "c_1", .type = allo::CallDirection::Inbound};
allo::Contact made_contact{.id = "ct_1", .numbers = {"+33612345678"}};
allo::ConversationEntry made_entry{.call = made_call};
allo::SmsMessage made_message{.to_number = "+33612345678", .content = "Hello"};
allo::PhoneNumber made_number{.number = "+1234567890", .country = "US"};
allo::WebhookEvent made_event{.topic = allo::WebhookTopic::Ping};
allo::CallReceivedPayload made_call_event{.id = "c_1"};
allo::SmsReceivedPayload made_sms_event{.content = "Hello"};
allo::ContactEventPayload made_contact_event{.id = "ct_1"};

void version_2(const allo::AlloClient& allo) {
  const allo::v2::Client v2{allo};
  v2.users.list({.role = allo::v2::UserRole::Admin});
  v2.items.search(
      {.type = allo::v2::ItemType::Call, .date = allo::v2::DateRange{.from = "2026-01-01", .to = "2026-01-31"}});
  for (const auto& item : v2.items.search_all({.tags = {"vip"}, .range = {.max_items = 10}})) v2.items.get(item.id);
  v2.people.create({.numbers = {"+33612345678"}, .name = "John"});
  v2.people.search({.filters = {.email = "acme.com"}, .sort = allo::v2::CrmSort::NameAsc});
  v2.webhooks.create({.url = "https://example.com", .topics = {allo::WebhookTopic::CallCompleted}});
  v2.webhooks.update("ep_1",
                     {.topics = {allo::WebhookTopic::CallCompleted, allo::WebhookTopic::SmsSentV2}, .enabled = true});
  v2.deals.update("dea-1", {.status = "won", .amount = allo::null});
  v2.dialing_queue.append(
      {.numbers = {{.number = "+1 212 555 0010", .company = "Acme"}}, .owner = {.email = "jane@example.com"}});
  v2.dialing_queue.upsert({.voicemail_handling = allo::v2::VoicemailHandling::Skip});
  v2.analytics.outbound(
      {.date = {.from = "2026-01-01", .to = "2026-01-31"}, .stage = allo::v2::Stage::Dial, .items = true});
}
