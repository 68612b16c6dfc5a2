#ifndef ALLO_V2_SUMMARY_TEMPLATES_HPP
#define ALLO_V2_SUMMARY_TEMPLATES_HPP

#include <allo/handle.hpp>
#include <allo/options.hpp>
#include <allo/timestamp.hpp>
#include <allo/v2/model.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

ALLO_NAMESPACE_BEGIN

namespace v2 {

/// A section of a summary.
struct SummaryTemplateSection {
  std::string title{};         ///< Its heading. Required.
  std::string instructions{};  ///< What the AI writes into it.
  int order = 0;               ///< Its place in the summary, from 0.
};

/// How the AI writes the summary of a call.
struct SummaryTemplate {
  std::string id{};                                ///< Opaque, such as "tst-abc123".
  std::string name{};                              ///< Such as "Sales call".
  std::optional<std::string> call_context{};       ///< What the calls are about.
  std::optional<std::string> icon{};               ///< An emoji.
  std::vector<SummaryTemplateSection> sections{};  ///< In any order; each says its place.
  Timestamp created_at{};                          ///< When it was made.
  Timestamp updated_at{};                          ///< When it was last changed.
};

/// A template to create, or what a template is replaced by.
struct SummaryTemplateInput {
  std::string name{};                              ///< Required.
  std::optional<std::string> call_context{};       ///< At most 4,000 characters.
  std::optional<std::string> icon{};               ///< An emoji.
  std::vector<SummaryTemplateSection> sections{};  ///< At most 10.
};

/// @{
/// The fields of what stands above; see <allo/v2/model.hpp>.
ALLO_EXPORT const detail::TypeInfo& model_info(const SummaryTemplateSection*) noexcept;
ALLO_EXPORT const detail::TypeInfo& model_info(const SummaryTemplate*) noexcept;
ALLO_EXPORT const detail::TypeInfo& input_info(const SummaryTemplateInput*) noexcept;
/// @}

/// How the AI writes summaries, `/summary_templates`. A handle: cheap to copy, safe from any thread, independent of the
/// lifetime of the client that it came from.
class ALLO_EXPORT SummaryTemplatesResource : private detail::CoreHolder {
 public:
  /// Lists the templates (GET /summary_templates, scope SUMMARY_TEMPLATES_READ).
  /// @throws AlloApiException, TransportException, DecodeException
  std::vector<SummaryTemplate> list(const RequestOptions& options = {}) const;

  /// Creates a template (POST /summary_templates, scope SUMMARY_TEMPLATES_WRITE).
  /// @throws InvalidArgumentException before sending; AlloApiException, TransportException, DecodeException
  SummaryTemplate create(const SummaryTemplateInput& input, const RequestOptions& options = {}) const;

  /// One template (GET /summary_templates/{id}, scope SUMMARY_TEMPLATES_READ).
  /// @throws InvalidArgumentException for an empty id; AlloApiException (not_found() for an unknown one),
  /// TransportException, DecodeException
  SummaryTemplate get(std::string_view id, const RequestOptions& options = {}) const;

  /// Replaces a template as a whole: what the input leaves out is cleared
  /// (PUT /summary_templates/{id}, scope SUMMARY_TEMPLATES_WRITE).
  /// @throws InvalidArgumentException before sending; AlloApiException (not_found() for an unknown id),
  /// TransportException, DecodeException
  SummaryTemplate replace(std::string_view id, const SummaryTemplateInput& input,
                          const RequestOptions& options = {}) const;

  /// Deletes a template (DELETE /summary_templates/{id}, scope SUMMARY_TEMPLATES_WRITE).
  /// @throws InvalidArgumentException for an empty id; AlloApiException (not_found() for an unknown one),
  /// TransportException
  void remove(std::string_view id, const RequestOptions& options = {}) const;

 private:
  friend class Client;
  explicit SummaryTemplatesResource(const detail::Handle& core) noexcept : CoreHolder(core) {}
};

}  // namespace v2

ALLO_NAMESPACE_END

#endif
