#ifndef ALLO_V2_JSON_HPP
#define ALLO_V2_JSON_HPP

/// @file
/// Optional bridge of version 2 to nlohmann::json: every model converts to and from any `nlohmann::basic_json`, and
/// every request body to it, as `<allo/json.hpp>` says. Secrets are written, since that is asked for; a page is
/// `{data, pagination}`, that of a queue `{data, pagination, queue}`.

#include <allo/json.hpp>
#include <allo/v2.hpp>

#endif
