#ifndef ALLO_TESTS_V2_SCHEMA_HPP
#define ALLO_TESTS_V2_SCHEMA_HPP

#include "v2/operations.hpp"

#include <string>

/// The names-only table of the vendor's file, tests/data/v2/schema.json.
namespace allo::test {

inline const Json& schema() {
  static const Json table = data_v2("schema.json");
  return table;
}

inline const Json& resolved(const Json& node) {
  return node.contains("schema") ? schema()["schemas"][node["schema"].get<std::string>()] : node;
}

/// A document with every field of a type, each of its own kind.
inline Json full_document(const Json& node, const std::string& name = "") {
  const Json& type = resolved(node);
  const std::string kind = type["type"];
  if (type.contains("words")) return type["words"].back();
  if (kind == "object") {
    Json document = Json::object();
    for (const auto& [member, inner] : type["fields"].items()) document[member] = full_document(inner, member);
    return document;
  }
  if (kind == "array") return Json::array({full_document(type["items"], name)});
  if (kind == "string") return "a " + name;
  if (kind == "time") return "2026-04-28T10:30:00Z";
  if (kind == "date") return "2026-04-28";
  if (kind == "integer") return 7;
  if (kind == "number") return 0.25;
  return true;  // boolean
}

}  // namespace allo::test

#endif
