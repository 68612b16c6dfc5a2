#ifndef ALLO_TESTS_DOCUMENTS_PRELUDE_HPP
#define ALLO_TESTS_DOCUMENTS_PRELUDE_HPP

// What a fragment of a document may take for granted. A whole program names its headers itself.
#include <allo/allo.hpp>
#include <allo/testing/sandbox.hpp>
#include <allo/v2/webhook_events.hpp>

#include <chrono>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#endif
