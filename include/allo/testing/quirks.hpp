#ifndef ALLO_TESTING_QUIRKS_HPP
#define ALLO_TESTING_QUIRKS_HPP

#include <allo/version.hpp>

ALLO_NAMESPACE_BEGIN
namespace testing {

/// Where a page's numbers stand in an answer.
enum class MetadataForm {
  Documented,  ///< Flat for calls, nested for contacts and conversations.
  Nested,      ///< `metadata.pagination.total_pages` everywhere.
  Flat,        ///< `metadata.total_pages` everywhere.
  Null,        ///< `"metadata": null`.
  Absent,      ///< No `metadata` at all.
};

/// How a time is written.
enum class TimeForm {
  NoZone,    ///< "2024-01-15T10:30:00", as the service does.
  Zulu,      ///< "2024-01-15T10:30:00Z".
  Offset,    ///< "2024-01-15T12:30:00+02:00".
  Fraction,  ///< "2024-01-15T10:30:00.123456Z".
};

/// What stands for a value that may be null.
enum class OptionalForm {
  Documented,  ///< The value where there is one, else null.
  Null,        ///< Always null.
  Absent,      ///< Left out where there is none.
};

/// The envelope of a webhook's delivery. A webhook of a topic of version 2 always gets `V2Signed`.
enum class EnvelopeForm {
  V1,        ///< `{"topic": "CALL_RECEIVED", "data"}`, without a signature.
  V1Signed,  ///< The same with the headers of Standard Webhooks.
  V2Signed,  ///< `{"topic": "call.completed", "version": "2.0", "timestamp", "data"}`, signed.
};

/// How the service spells its answers. The defaults are the service's own habits; the rest lets a client be tried
/// against every form that the service is known to use, or may use one day.
struct Quirks {
  MetadataForm metadata = MetadataForm::Documented;   ///< Where pages say how many there are.
  TimeForm times = TimeForm::NoZone;                  ///< How time stamps are written.
  OptionalForm optionals = OptionalForm::Documented;  ///< How fields without a value are written.
  bool camel_case_created_webhook = true;             ///< `alloNumber` in the answer to POST /webhooks.
  bool camel_case = false;                            ///< Every field in camelCase, in answers and in deliveries.
  bool unknown_enum_values = false;       ///< Words that no client knows, in the place of every enumeration.
  bool extra_fields = false;              ///< A field that no client knows in every object.
  bool webhook_without_id = false;        ///< Webhooks are listed without `id`.
  bool created_is_201 = false;            ///< Creation answers 201 instead of 200.
  bool deleted_is_204 = false;            ///< Deletion answers 204 without a body instead of 200.
  bool contact_not_found_is_404 = false;  ///< As the manuals say, instead of the 400 of the service.
  /// Writes honour `Idempotency-Key` for an hour, as version 2 of the API does: the same key again gives the same
  /// answer with `Idempotency-Replayed: true`, on another route 409 IDEMPOTENCY_KEY_REUSE.
  bool idempotency_keys = false;
  /// Deliveries without a signature carry a `webhook-id` all the same. Version 1 of the service sends none.
  bool webhook_id_header = false;
  bool put_replaces = false;             ///< Version 2: PUT of a person replaces it; what is left out is cleared.
  bool put_merges = false;               ///< Version 2: PUT of a summary template keeps what is left out.
  bool secret_on_creation_only = false;  ///< Version 2: a webhook shows its signing secret only when it is created.
  bool search_fails_late = false;        ///< Version 2: from page 30 on every other search of items is a 500 to retry.
  EnvelopeForm envelope = EnvelopeForm::V1;  ///< Which envelope deliveries have.
};

}  // namespace testing
ALLO_NAMESPACE_END

#endif
