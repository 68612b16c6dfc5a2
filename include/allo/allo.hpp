#ifndef ALLO_ALLO_HPP
#define ALLO_ALLO_HPP

/// @file
/// Everything of the core library. `<allo/json.hpp>` and `<allo/testing/sandbox.hpp>` are included on their own.

#include <allo/calls.hpp>
#include <allo/cancellation.hpp>
#include <allo/client.hpp>
#include <allo/contacts.hpp>
#include <allo/e164.hpp>
#include <allo/error_codes.hpp>
#include <allo/errors.hpp>
#include <allo/export.hpp>
#include <allo/handle.hpp>
#include <allo/http.hpp>
#include <allo/json_text.hpp>
#include <allo/maybe.hpp>
#include <allo/model.hpp>
#include <allo/numbers.hpp>
#include <allo/open_enum.hpp>
#include <allo/options.hpp>
#include <allo/pacing.hpp>
#include <allo/page.hpp>
#include <allo/patch.hpp>
#include <allo/retry.hpp>
#include <allo/sms.hpp>
#include <allo/sms_segments.hpp>
#include <allo/timestamp.hpp>
#include <allo/transport.hpp>
#include <allo/version.hpp>
#include <allo/webhook_deduplication.hpp>
#include <allo/webhook_errors.hpp>
#include <allo/webhook_events.hpp>
#include <allo/webhook_receiver.hpp>
#include <allo/webhook_signature.hpp>
#include <allo/webhook_topic.hpp>
#include <allo/webhooks.hpp>

#endif
