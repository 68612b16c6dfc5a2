// `api`: any request of either version, for what has no command of its own.
#include "commands.hpp"
#include "input.hpp"
#include "output.hpp"

namespace allo_cli {

namespace {

const std::map<std::string, allo::HttpMethod> methods{{"GET", allo::HttpMethod::Get},
                                                      {"POST", allo::HttpMethod::Post},
                                                      {"PUT", allo::HttpMethod::Put},
                                                      {"PATCH", allo::HttpMethod::Patch},
                                                      {"DELETE", allo::HttpMethod::Delete}};

struct ApiArguments {
  std::string method{};
  std::string path{};
  std::vector<std::string> query{};
  std::string body{};
};

void request(Context& context, const ApiArguments& arguments) {
  allo::QueryParameters query;
  for (const std::string& pair : arguments.query) {
    const std::size_t equals = pair.find('=');
    if (equals == std::string::npos || equals == 0)
      throw example::UsageError("--query " + pair + ": not such as page=1");
    query.emplace_back(pair.substr(0, equals), pair.substr(equals + 1));
  }
  const std::string body = text_or_input(arguments.body);
  const std::string_view path = arguments.path;
  constexpr std::string_view v1 = "/v1/api/";
  constexpr std::string_view v2 = "/v2/api/";
  if (path.substr(0, v2.size()) == v2) {
    print_line(context.v2().request(methods.at(arguments.method), path.substr(v2.size() - 1), query, body).str());
  } else if (path.substr(0, v1.size()) == v1) {
    print_line(context.allo().request(methods.at(arguments.method), path.substr(v1.size() - 1), query, body).str());
  } else {
    throw example::UsageError("the path begins with /v1/api/ or /v2/api/");
  }
}

}  // namespace

void add_api(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand("api", "Sends any request, such as: allo api GET /v2/api/me");
  const auto arguments = std::make_shared<ApiArguments>();
  command->add_option("method", arguments->method, "GET, POST, PUT, PATCH or DELETE")
      ->required()
      ->transform(CLI::IsMember(methods, CLI::ignore_case));
  command->add_option("path", arguments->path, "Path from /v1/api/ or /v2/api/ on, percent-encoded")->required();
  command->add_option("--query", arguments->query, "name=value; several times")->allow_extra_args(false);
  command->add_option("body", arguments->body, "JSON; - reads it from standard input");
  command->callback([&context, arguments] { request(context, *arguments); });
}

}  // namespace allo_cli
