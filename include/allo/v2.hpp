#ifndef ALLO_V2_HPP
#define ALLO_V2_HPP

/// @file
/// Everything of version 2 of the API, beside `<allo/allo.hpp>`. `<allo/v2/json.hpp>` is included on its own.

#include <allo/v2/analytics.hpp>
#include <allo/v2/client.hpp>
#include <allo/v2/companies.hpp>
#include <allo/v2/conversations.hpp>
#include <allo/v2/crm.hpp>
#include <allo/v2/date_range.hpp>
#include <allo/v2/deals.hpp>
#include <allo/v2/dialing_queue.hpp>
#include <allo/v2/items.hpp>
#include <allo/v2/me.hpp>
#include <allo/v2/model.hpp>
#include <allo/v2/numbers.hpp>
#include <allo/v2/page.hpp>
#include <allo/v2/partner_accounts.hpp>
#include <allo/v2/people.hpp>
#include <allo/v2/references.hpp>
#include <allo/v2/summary_templates.hpp>
#include <allo/v2/tags.hpp>
#include <allo/v2/users.hpp>
#include <allo/v2/webhook_events.hpp>
#include <allo/v2/webhooks.hpp>

#endif
