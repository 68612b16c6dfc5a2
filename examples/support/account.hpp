#ifndef EXAMPLE_SUPPORT_ACCOUNT_HPP
#define EXAMPLE_SUPPORT_ACCOUNT_HPP

/// @file
/// Where an example works: a real account, or a sandbox that needs none.

#include <allo/options.hpp>
#include <allo/testing/sandbox.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace example {

/// What the account of a sandbox begins with, and whom the examples text on it.
namespace seeded {
inline constexpr std::string_view number = "+1234567890";     ///< The account's main number.
inline constexpr std::string_view sender_id = "MyCompany";    ///< Approved for France.
inline constexpr std::string_view american = "+12025550143";  ///< Somebody in the country of `number`.
inline constexpr std::string_view french = "+33612345678";    ///< Somebody in France.
}  // namespace seeded

/// What a program writes to standard output.
enum class Output { Prose, Data };

/// The account of an example. It keeps the in-process sandbox, where there is one, alive: hold it longer than the
/// client.
class Account {
 public:
  allo::AlloClientOptions options{};  ///< What to make the client from.

  /// True when nothing that is done here reaches anybody.
  bool is_sandbox() const noexcept { return is_sandbox_; }

  /// The sandbox in this process; null where the account is another one.
  allo::testing::Sandbox* sandbox() const noexcept { return sandbox_.get(); }

  /// `given` where it is not empty; else, on a sandbox only, `on_sandbox`.
  /// @throws UsageError on a real account, so that no example texts or changes what the user did not name.
  std::string choose(std::string_view option, const std::string& given, std::string_view on_sandbox) const;

 private:
  friend Account connect(const std::string& base_url, const allo::testing::SandboxOptions& sandbox, Output output);
  friend Account sandbox_account(const allo::testing::SandboxOptions& sandbox);
  std::shared_ptr<allo::testing::Sandbox> sandbox_{};
  bool is_sandbox_ = false;
};

/// The account that ALLO_API_KEY and ALLO_BASE_URL name, the latter overruled by `base_url` where not empty; when none
/// of the three is given, a sandbox in this process, made with the options of `sandbox`. Then stderr says so, and so
/// does stdout, which a log may have alone, unless it carries data.
Account connect(const std::string& base_url = {}, const allo::testing::SandboxOptions& sandbox = {},
                Output output = Output::Prose);

/// A sandbox in this process, whatever the environment says (which stderr then tells).
Account sandbox_account(const allo::testing::SandboxOptions& sandbox = {});

}  // namespace example

#endif
