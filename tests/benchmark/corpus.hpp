#ifndef ALLO_TESTS_BENCHMARK_CORPUS_HPP
#define ALLO_TESTS_BENCHMARK_CORPUS_HPP

#include <string>

/// The documents that every benchmark works on, the same on each run.
namespace allo::benchmark {

/// `{"data": [...]}` with two numbers.
std::string numbers_document();

/// A page of 100 contacts.
std::string contacts_document();

/// A page of 100 calls with 60 transcript lines each, about 1 MB.
std::string calls_document();

/// A page of 100 items of version 2 with 60 transcript lines each, about 0.8 MB.
std::string items_document();

/// A webhook's CALL_RECEIVED envelope of about 4 KB.
std::string call_event_document();

/// A webhook's SMS_RECEIVED envelope of about 400 bytes.
std::string sms_event_document();

}  // namespace allo::benchmark

#endif
