#ifndef ALLO_HOOKS_HPP
#define ALLO_HOOKS_HPP

/// @file
/// The resources of the client as queries and mutations, for user interfaces. Optional: `<allo/allo.hpp>` does not
/// include it.
///
/// Each query begins to load at once and can be loaded again with refetch(), by a timer with refetch_every(), and,
/// where it takes one, with another input(); each takes a copy of the client, which may be gone before it. `executor`
/// runs the requests; see Query and Mutation.

#include <allo/client.hpp>
#include <allo/mutation.hpp>
#include <allo/query.hpp>

#include <string>
#include <vector>

ALLO_NAMESPACE_BEGIN

namespace detail {
/// Options that end the request with the query that made it.
inline RequestOptions cancelled_by(const CancellationToken& token) {
  RequestOptions options;
  options.cancellation = token;
  return options;
}
}  // namespace detail

/// The webhooks of the account; see WebhooksResource::list.
inline Query<std::vector<Webhook>> use_webhooks(const AlloClient& client, Executor& executor) {
  return {executor,
          [client](const CancellationToken& token) { return client.webhooks.list(detail::cancelled_by(token)); }};
}

/// A page of the calls of a number; see CallsResource::search.
inline Query<CallSearchResult, CallSearchInput> use_calls(const AlloClient& client, Executor& executor,
                                                          CallSearchInput input) {
  return {executor,
          [client](const CallSearchInput& in, const CancellationToken& token) {
            return client.calls.search(in, detail::cancelled_by(token));
          },
          std::move(input)};
}

/// A page of the contacts; see ContactsResource::search.
inline Query<ContactSearchResult, PageInput> use_contacts(const AlloClient& client, Executor& executor,
                                                          PageInput input = {}) {
  return {executor,
          [client](const PageInput& in, const CancellationToken& token) {
            return client.contacts.search(in, detail::cancelled_by(token));
          },
          input};
}

/// One contact; see ContactsResource::get.
inline Query<Contact, std::string, GetContactInput> use_contact(const AlloClient& client, Executor& executor,
                                                                std::string id, GetContactInput input = {}) {
  return {executor,
          [client](const std::string& of, const GetContactInput& in, const CancellationToken& token) {
            return client.contacts.get(of, in, detail::cancelled_by(token));
          },
          std::move(id), input};
}

/// A page of the calls and messages with a contact; see ContactsResource::conversation.
inline Query<ConversationResult, std::string, ConversationInput> use_conversation(const AlloClient& client,
                                                                                  Executor& executor, std::string id,
                                                                                  ConversationInput input = {}) {
  return {executor,
          [client](const std::string& of, const ConversationInput& in, const CancellationToken& token) {
            return client.contacts.conversation(of, in, detail::cancelled_by(token));
          },
          std::move(id), std::move(input)};
}

/// The telephone numbers of the account; see NumbersResource::list.
inline Query<std::vector<PhoneNumber>> use_numbers(const AlloClient& client, Executor& executor) {
  return {executor,
          [client](const CancellationToken& token) { return client.numbers.list(detail::cancelled_by(token)); }};
}

/// Sends an SMS from a number of the account; see SmsResource::send.
inline Mutation<SendSmsInput, SentSms> use_send_sms(const AlloClient& client, Executor& executor) {
  return {executor, [client](const SendSmsInput& input, const CancellationToken& token) {
            return client.sms.send(input, detail::cancelled_by(token));
          }};
}

/// Sends an SMS to France under an approved sender id; see SmsResource::send_france.
inline Mutation<SendSmsFranceInput, SentSms> use_send_sms_france(const AlloClient& client, Executor& executor) {
  return {executor, [client](const SendSmsFranceInput& input, const CancellationToken& token) {
            return client.sms.send_france(input, detail::cancelled_by(token));
          }};
}

ALLO_NAMESPACE_END

#endif
