// Reads and writes a contact with the version of nlohmann/json that this library was given.
#include <allo/allo.hpp>
#include <allo/json.hpp>

#include <string>

#define ALLO_CONSUMER_JOIN(a, b) a##b
#define ALLO_CONSUMER_NAME(side) ALLO_CONSUMER_JOIN(name_by_, side)

std::string ALLO_CONSUMER_NAME(SIDE)(const std::string& text) {
  const auto contact = nlohmann::json::parse(text).get<allo::Contact>();
  const nlohmann::json again = contact;
  return again.at("name").get<std::string>() + " " + std::to_string(NLOHMANN_JSON_VERSION_MAJOR) + "." +
         std::to_string(NLOHMANN_JSON_VERSION_MINOR);
}
