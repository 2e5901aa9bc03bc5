// SPDX-License-Identifier: MIT
#include "lib/claude/json.h"

#include <simdjson.h>

#include <cmath>

// (clang's C++ has no _Bool, which this glibc header needs.)
#if defined(__x86_64__) && !defined(__clang__) && __has_include(<sys/platform/x86.h>)
#include <sys/platform/x86.h>
#endif

namespace wick {
namespace {

namespace od = simdjson::ondemand;
using simdjson::error_code;
using simdjson::SUCCESS;

static_assert(kJsonPadding >= simdjson::SIMDJSON_PADDING);

// Bounds the recursion for any input; no member of interest is deeper.
constexpr int kDeepest = 16;
// Names, ids and paths are never longer; longer strings are conversation and not even unescaped.
constexpr std::size_t kLongestText = 8192;

class Walk {
 public:
  explicit Walk(JsonVisitor& visitor) : visitor_(visitor) {}

  error_code object(od::object object, int depth) {
    for (auto field : object) {
      std::string_view key;
      if (error_code error = key_of(field).get(key)) return error;
      std::size_t length = path_.size();
      if (!path_.empty()) path_ += '.';
      path_ += key;
      od::value value;
      error_code error = field.value().get(value);
      if (!error) error = this->value(value, depth);
      path_.resize(length);
      if (error) return error;
    }
    return SUCCESS;
  }

 private:
  error_code array(od::array array, int depth) {
    std::size_t length = path_.size();
    path_ += "[]";
    for (auto element : array) {
      od::value value;
      error_code error = element.get(value);
      if (!error) error = this->value(value, depth);
      if (error) return error;
    }
    path_.resize(length);
    return SUCCESS;
  }

  error_code value(od::value value, int depth) {
    od::json_type type;
    if (error_code error = value.type().get(type)) return error;
    bool nested = type == od::json_type::object || type == od::json_type::array;
    if (!nested) return scalar(value, type);
    // The iteration over the parent skips elements that are not consumed.
    if (depth >= kDeepest || !visitor_.enter(path_)) return SUCCESS;
    error_code error = SUCCESS;
    if (type == od::json_type::object) {
      od::object inner;
      error = value.get_object().get(inner);
      if (!error) error = object(inner, depth + 1);
    } else {
      od::array inner;
      error = value.get_array().get(inner);
      if (!error) error = array(inner, depth + 1);
    }
    if (!error) visitor_.leave(path_);
    return error;
  }

  error_code scalar(od::value value, od::json_type type) {
    switch (type) {
      case od::json_type::string: return text(value);
      case od::json_type::number: return number(value);
      case od::json_type::boolean: {
        bool flag = false;
        if (error_code error = value.get_bool().get(flag)) return error;
        visitor_.scalar(path_, JsonScalar::of(flag));
        return SUCCESS;
      }
      default: {
        bool null = false;
        if (error_code error = value.is_null().get(null)) return error;
        if (!null) return simdjson::TAPE_ERROR;
        visitor_.scalar(path_, JsonScalar::null());
        return SUCCESS;
      }
    }
  }

  error_code text(od::value value) {
    std::string_view token = value.raw_json_token();
    if (token.size() > kLongestText) {
      visitor_.scalar(path_, JsonScalar::other());
      return SUCCESS;
    }
    std::string_view text;
    error_code error = text_of(value).get(text);
    if (error && !may_have_surrogates(token)) return error;
    visitor_.scalar(path_, error ? JsonScalar::other() : JsonScalar::of(text));
    return SUCCESS;
  }

  // A number that does not fit in a double (1e999, a hundred digits) is unusable, but no error.
  error_code number(od::value value) {
    double number = 0;
    error_code error = value.get_double().get(number);
    visitor_.scalar(path_, error ? JsonScalar::other() : JsonScalar::of(number));
    return SUCCESS;
  }

  JsonVisitor& visitor_;
  std::string path_;
};

// The text after the document's first object.
std::string_view behind(od::document& document, std::string_view text) {
  const char* at = nullptr;
  if (document.current_location().get(at)) return {};
  const char* end = text.data() + text.size();
  return at >= text.data() && at < end ? std::string_view(at, static_cast<std::size_t>(end - at))
                                       : std::string_view{};
}

}  // namespace

// simdjson queries the processor's features, and on a virtual machine each query (cpuid) costs
// 4 to 10 us of the 500 that a process takes. glibc has the answers already.
void choose_json_kernel() {
#ifdef CPU_FEATURE_ACTIVE
  static const bool chosen = [] {
    bool haswell = has_avx2() && CPU_FEATURE_ACTIVE(PCLMULQDQ) && CPU_FEATURE_ACTIVE(BMI1) &&
                   CPU_FEATURE_ACTIVE(BMI2);
    if (const auto* kernel = simdjson::get_available_implementations()["haswell"];
        haswell && kernel) {
      simdjson::get_active_implementation() = kernel;
    }
    return true;
  }();
  (void)chosen;
#endif
}

bool has_avx2() {
#if defined(CPU_FEATURE_ACTIVE)
  return CPU_FEATURE_ACTIVE(AVX2);
#elif defined(__x86_64__)
  return __builtin_cpu_supports("avx2");
#else
  return false;
#endif
}

std::optional<bool> JsonScalar::flag() const {
  if (kind_ != Kind::kBool) return std::nullopt;
  return number_ != 0;
}

std::optional<double> JsonScalar::number() const {
  if (kind_ != Kind::kNumber || !std::isfinite(number_) || std::fabs(number_) > 1e15)
    return std::nullopt;
  return number_;
}

std::optional<std::int64_t> JsonScalar::count() const {
  constexpr double k2To53 = 9007199254740992.0;
  if (kind_ != Kind::kNumber || !(number_ >= 0 && number_ <= k2To53)) return std::nullopt;
  if (number_ != std::floor(number_)) return std::nullopt;
  return static_cast<std::int64_t>(number_);
}

std::optional<std::string_view> JsonScalar::text() const {
  if (kind_ != Kind::kText) return std::nullopt;
  return text_;
}

struct JsonWalker::Impl {
  od::parser parser;
};

JsonWalker::JsonWalker() {
  choose_json_kernel();
  impl_ = std::make_unique<Impl>();
}
JsonWalker::~JsonWalker() = default;

JsonStatus JsonWalker::walk(std::string_view text, JsonVisitor& visitor, std::string_view* rest) {
  if (rest) *rest = {};
  text = without_mark(text);
  simdjson::padded_string_view padded(text.data(), text.size(), text.size() + kJsonPadding);
  od::document document;
  if (error_code error = impl_->parser.iterate(padded).get(document)) {
    return error == simdjson::EMPTY ? JsonStatus::kNotObject : JsonStatus::kMalformed;
  }
  od::json_type type;
  if (document.type().get(type)) return JsonStatus::kMalformed;
  if (type != od::json_type::object) return JsonStatus::kNotObject;
  od::object object;
  if (document.get_object().get(object)) return JsonStatus::kMalformed;
  if (Walk(visitor).object(object, 0)) return JsonStatus::kMalformed;
  if (rest) *rest = behind(document, text);
  return JsonStatus::kOk;
}

JsonStatus walk_json(std::string_view text, JsonVisitor& visitor) {
  std::string copy;
  copy.reserve(text.size() + kJsonPadding);
  copy = text;
  return JsonWalker().walk(copy, visitor);
}

}  // namespace wick
