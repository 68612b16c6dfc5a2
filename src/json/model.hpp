#ifndef ALLO_SRC_JSON_MODEL_HPP
#define ALLO_SRC_JSON_MODEL_HPP

#include "json/type_info.hpp"

#include <allo/model.hpp>

/// The hook of a model: `ALLO_MODEL(Call)`, beside its table, in the namespace of the model, whose header declares what
/// it defines, `model_info(const Call*)`. Decoding, JSON text, comparing and printing follow, for lists of it too.
#define ALLO_MODEL(Model) \
  const ::allo::detail::TypeInfo& model_info(const Model*) noexcept { return ::allo::detail::TypeOf<Model>::info; }

/// The same for a body that is only sent.
#define ALLO_INPUT(Input) \
  const ::allo::detail::TypeInfo& input_info(const Input*) noexcept { return ::allo::detail::TypeOf<Input>::info; }

/// The same for a page of models, where the template model_info(const Page<T>*) of the namespace is defined.
#define ALLO_PAGE_OF(Model) \
  template ALLO_EXPORT const ::allo::detail::TypeInfo& model_info<Model>(const Page<Model>*) noexcept;

#endif
