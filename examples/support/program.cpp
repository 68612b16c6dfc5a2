#include "program.hpp"

#include "suggestion.hpp"

#include <allo/errors.hpp>

#include <fcntl.h>
#include <fmt/format.h>
#include <system_error>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

namespace example {

namespace {

constexpr int ok = 0;
constexpr int failed = 1;
constexpr int usage = 2;
constexpr int broken_pipe = 141;  // As a shell reports SIGPIPE, which a sandbox in this process has ignored.

constexpr const char* environment_help =
    "Environment:\n"
    "  ALLO_API_KEY   key of the account to work on; without it, a sandbox in this process\n"
    "  ALLO_BASE_URL  another address of the service, such as that of a running allo-sandbox\n"
    "Exit status: 0 done, 1 the service refused or something failed, 2 wrong arguments";

/// Opens what the program was started without among standard input, output and error. Else a connection to the service
/// would get such a number, and with it what is printed.
void open_standard_streams() {
  for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; ++stream) {
    if (fcntl(stream, F_GETFD) != -1) continue;
    // Read only, so that printing fails; what goes to a closed standard error is nobody's loss.
    if (open("/dev/null", stream == STDERR_FILENO ? O_WRONLY : O_RDONLY) != stream) return;
  }
}

/// What the parser says, with what may have been meant where a word is no command and no option.
std::string problem_of(const CLI::App& app, const CLI::Error& error) {
  const std::vector<std::string> rest = app.remaining(true);
  if (rest.empty()) return error.what();
  // CLI11 says only that a command is missing.
  std::string problem = fmt::format("the argument {} was not expected", printable(rest.front()));
  const std::string meant = did_you_mean(app, rest.front());
  if (!meant.empty()) problem += fmt::format("; did you mean {}?", meant);
  return problem;
}

/// What helps against a refusal of the service; empty for nothing.
std::string_view hint_for(const std::exception& error) {
  const auto* refusal = dynamic_cast<const allo::AlloApiException*>(&error);
  if (refusal == nullptr) return {};
  switch (refusal->status()) {
    case 401:
      return "hint: the service does not take this key; look at ALLO_API_KEY";
    case 403:
      return "hint: the key lacks a scope; an administrator of the team can make one with it";
    case 404:
      return "hint: the command's list or search shows the ids that there are";
    default:
      return refusal->not_found() ? "hint: the command's list or search shows the ids that there are" : "";
  }
}

/// Length of what `text` begins with and a terminal must not get, 0 for nothing: a control character (C0, DEL, or C1 as
/// UTF-8 writes it), or one that turns the direction of the text behind it, so that it reads as another (U+202A to
/// U+202E, U+2066 to U+2069).
std::size_t unprintable(std::string_view text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  if (byte(0) < 0x20 || byte(0) == 0x7f) return 1;
  if (byte(0) == 0xc2 && byte(1) >= 0x80 && byte(1) < 0xa0) return 2;
  if (byte(0) == 0xe2 && byte(1) == 0x80 && byte(2) >= 0xaa && byte(2) <= 0xae) return 3;
  if (byte(0) == 0xe2 && byte(1) == 0x81 && byte(2) >= 0xa6 && byte(2) <= 0xa9) return 3;
  return 0;
}

}  // namespace

namespace {

int refuse_usage(std::string_view problem) {
  fmt::print(stderr, "error: {}\nRun with --help for more information.\n", printable(problem));
  return usage;
}

}  // namespace

int run(CLI::App& app, int argc, char** argv, const std::function<void()>& program) {
  open_standard_streams();
  if (app.get_footer().empty()) app.footer(environment_help);
  try {
    app.parse(argc, argv);
    program();
    if (std::fflush(stdout) != 0) throw std::system_error(errno, std::generic_category(), "cannot write the output");
    if (std::ferror(stdout) != 0) throw std::runtime_error("cannot write the output");
    return ok;
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help and --version
    return refuse_usage(problem_of(app, error));
  } catch (const UsageError& error) {
    return refuse_usage(error.what());
  } catch (const allo::InvalidArgumentException& error) {
    print_error(error);
    return usage;
  } catch (const std::system_error& error) {
    if (error.code() == std::errc::broken_pipe) return broken_pipe;
    print_error(error);
    return failed;
  } catch (const std::exception& error) {
    print_error(error);
    return failed;
  }
}

void print_error(const std::exception& error) {
  fmt::print(stderr, "error: {}\n", printable(error.what()));
  const std::string_view hint = hint_for(error);
  if (!hint.empty()) fmt::print(stderr, "{}\n", hint);
}

std::string printable(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    const std::size_t size = unprintable(text);
    if (size != 0) {
      result.push_back(' ');
      text.remove_prefix(size);
    } else {
      result.push_back(text.front());
      text.remove_prefix(1);
    }
  }
  return result;
}

std::string or_dash(const std::optional<std::string>& text) { return text ? printable(*text) : "-"; }

std::string or_dash(const std::optional<allo::Timestamp>& time) {
  return time && *time != allo::Timestamp{} ? allo::to_iso8601(*time) : "-";
}

}  // namespace example
