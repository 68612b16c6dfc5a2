#ifndef ALLO_RECORDINGS_HPP
#define ALLO_RECORDINGS_HPP

/// @file
/// Downloads recordings of calls. Optional: `<allo/allo.hpp>` does not include it, for the sake of `<filesystem>`.

#include <allo/client.hpp>
#include <allo/errors.hpp>
#include <allo/export.hpp>
#include <allo/options.hpp>

#include <system_error>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

ALLO_NAMESPACE_BEGIN

/// How far a download has come.
struct DownloadProgress {
  std::uint64_t received = 0;            ///< Bytes of the recording so far.
  std::optional<std::uint64_t> total{};  ///< Its size, once the server has told it.
};

/// What one download may differ in.
struct DownloadOptions {
  /// Called before the first part and after each, on the thread of the call; what it throws ends the download and is
  /// thrown on.
  std::function<void(const DownloadProgress&)> progress{};
  std::chrono::milliseconds stall_timeout{30'000};                  ///< Longest time without a byte; above 0.
  std::uint64_t max_bytes = std::uint64_t{4} * 1024 * 1024 * 1024;  ///< A recording that is larger is refused.

  /// Takes a recording from any host, and not only from the base URL's and from storage.withallo.com. For URLs that did
  /// not come from an unsigned webhook.
  bool allow_any_host = false;
};

/// A file could not be made or written. Nothing of it is left.
class ALLO_EXPORT FileException : public AlloException {
 public:
  /// what() names the file and the reason.
  FileException(std::filesystem::path path, std::error_code code, DeliveryState delivery = DeliveryState::NotSent);
  ~FileException() override;

  /// The file that was asked for.
  const std::filesystem::path& path() const noexcept { return *path_; }
  /// Why, such as `std::errc::no_space_on_device`.
  std::error_code code() const noexcept { return code_; }

 private:
  std::shared_ptr<const std::filesystem::path> path_;
  std::error_code code_;
};

/// Downloads the recording at `url`, a call's `recording_url`, to `file`; never more than a part of it is in memory.
///
/// It is written to a new file beside `file` that only its owner may read, and takes the place of `file` once all of it
/// is there; until then, and whenever this throws, a file of that name stays as it was.
///
/// The key goes to the scheme, host and port of the client's base URL alone, and so do the headers of the options. At
/// most three redirects are followed, from https to https. A transfer that breaks is continued where it broke, as often
/// and as long as the retry policy allows; `timeout` of the options does not apply, `deadline` of the policy does.
/// Hooks and pacer see each attempt as one GET, of the route "{recording_url}".
///
/// @param url  Of https, or of http on this machine; without a user. See DownloadOptions::allow_any_host for its host.
/// @return The size of the recording, in bytes.
/// @throws InvalidArgumentException before sending; FileException; AlloApiException, such as NotFoundException;
/// TransportException, also for a recording whose length is not the one that was announced, and for one that is too
/// large (TransportError::TooLarge)
ALLO_EXPORT std::uint64_t download_recording(const AlloClient& client, std::string_view url,
                                             const std::filesystem::path& file, const DownloadOptions& download = {},
                                             const RequestOptions& options = {});

/// The same to a function, which is given the recording in parts, each byte once, on the thread of the call; what it
/// throws ends the download and is thrown on. What it has been given cannot be taken back: a transfer that breaks is
/// continued only where the server names a version of the recording (`ETag` or `Last-Modified`) and still has that one.
/// @throws InvalidArgumentException before sending; AlloApiException, TransportException as above
ALLO_EXPORT std::uint64_t download_recording(const AlloClient& client, std::string_view url,
                                             const std::function<void(std::string_view part)>& sink,
                                             const DownloadOptions& download = {}, const RequestOptions& options = {});

ALLO_NAMESPACE_END

#endif
