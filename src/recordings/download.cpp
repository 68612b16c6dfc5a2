#include "base/wait.hpp"
#include "core/api_version.hpp"
#include "core/client_access.hpp"
#include "core/operation.hpp"
#include "recordings/new_file.hpp"
#include "recordings/recording_url.hpp"
#include "recordings/transfer.hpp"

#include <allo/recordings.hpp>

#include <chrono>
#include <memory>
#include <utility>

ALLO_NAMESPACE_BEGIN
namespace detail {

namespace {

constexpr auto get_recording = get<void>("{recording_url}");

class ToFile final : public Destination {
 public:
  explicit ToFile(const std::filesystem::path& path) : file_(path) {}
  void write(std::string_view part) override { file_.write(part); }
  bool can_restart() const noexcept override { return true; }
  void restart() override { file_.restart(); }
  void keep() { file_.keep(); }

 private:
  NewFile file_;
};

class ToFunction final : public Destination {
 public:
  explicit ToFunction(const std::function<void(std::string_view)>& function) : function_(function) {}
  void write(std::string_view part) override { function_(part); }
  bool can_restart() const noexcept override { return false; }
  void restart() override {}

 private:
  const std::function<void(std::string_view)>& function_;
};

void check(const DownloadOptions& download, const RequestOptions& options) {
  if (download.stall_timeout.count() <= 0) throw InvalidArgumentException("stall_timeout must be above 0");
  if (options.timeout && options.timeout->count() <= 0) throw InvalidArgumentException("timeout must be above 0");
  for (const char* name : {"Range", "If-Range"}) {
    if (options.headers.get(name)) {
      throw InvalidArgumentException("headers: " + std::string{name} + " is written by the client");
    }
  }
}

std::string checked_url(const Core& core, std::string_view url, const DownloadOptions& download) {
  return checked_recording_url(url, *parse_http_url(core.options().base_url), download.allow_any_host);
}

/// Retries, pacing, hooks and errors are those of any other operation, over a transport of its own.
std::uint64_t fetch(const Core& core, std::string url, Destination& destination, const DownloadOptions& download,
                    const RequestOptions& options) {
  AlloClientOptions client = core.options();
  const auto transfer =
      std::make_shared<Transfer>(client.transport, std::move(url), client.base_url, destination, download);
  client.transport = transfer;
  if (client.on_response) {
    client.on_response = [told = std::move(client.on_response), transfer = transfer.get()](const ResponseEvent& event) {
      ResponseEvent with_size = event;
      with_size.bytes_received += transfer->came_last();
      told(with_size);
    };
  }
  RequestOptions request = options;
  request.timeout = longest_span;  // An attempt ends when nothing comes, however long it takes otherwise.
  const Core::ReadAnswer nothing_left = [](std::string&&, void*) {};
  try {
    make_shared_object<Core>(std::move(client), api_1, core.time())
        ->execute(std::move(get_recording("recording").parts()), request, nothing_left, nullptr);
  } catch (...) {
    if (transfer->callers_failure()) std::rethrow_exception(transfer->callers_failure());
    throw;
  }
  return transfer->received();
}

}  // namespace
}  // namespace detail

std::uint64_t download_recording(const AlloClient& client, std::string_view url, const std::filesystem::path& file,
                                 const DownloadOptions& download, const RequestOptions& options) {
  const detail::Core& core = detail::ClientAccess::core(client);
  detail::check(download, options);
  std::string checked = detail::checked_url(core, url, download);
  detail::ToFile destination{file};
  const std::uint64_t size = detail::fetch(core, std::move(checked), destination, download, options);
  destination.keep();
  return size;
}

std::uint64_t download_recording(const AlloClient& client, std::string_view url,
                                 const std::function<void(std::string_view part)>& sink,
                                 const DownloadOptions& download, const RequestOptions& options) {
  const detail::Core& core = detail::ClientAccess::core(client);
  detail::check(download, options);
  if (!sink) throw InvalidArgumentException("sink is empty");
  detail::ToFunction destination{sink};
  return detail::fetch(core, detail::checked_url(core, url, download), destination, download, options);
}

ALLO_NAMESPACE_END
