// A plugin with a static allo inside.
#include <allo/allo.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace {

/// Keeps what the client calls itself, and knows no contact.
class Witness : public allo::HttpTransport {
 public:
  allo::HttpResponse send(const allo::HttpRequest& request) override {
    user_agent = std::string{request.headers.get("User-Agent").value_or("")};
    allo::HttpResponse response;
    response.status = 404;
    response.body = R"({"code":"CONTACT_NOT_FOUND","details":null})";
    return response;
  }

  std::string user_agent;
};

}  // namespace

#define PLUGIN_EXPORT extern "C" __attribute__((visibility("default")))

/// What this plugin's copy of the library says of itself.
PLUGIN_EXPORT const char* plugin_version() { return allo::version(); }

/// What it should say.
PLUGIN_EXPORT const char* plugin_expected_version() { return PLUGIN_VERSION; }

/// A call from end to end: it is this version's client that makes it, and an error of its own type that comes back.
PLUGIN_EXPORT bool plugin_works() {
  const auto witness = std::make_shared<Witness>();
  allo::AlloClientOptions options;
  options.api_key = "key";
  options.transport = witness;
  try {
    static_cast<void>(allo::AlloClient{options}.contacts.get("nobody"));
  } catch (const allo::NotFoundException& error) {
    return error.code() == allo::codes::ContactNotFound &&
           witness->user_agent.find("allo-cpp/" PLUGIN_VERSION) != std::string::npos;
  }
  return false;
}
