#pragma once
// Values made from texts that come again and again (label lists, projections), kept at an address that does
// not move. Bounded by two generations: when the younger has grown to its limit, what nobody asked for since
// the last time is forgotten. Not thread-safe; but values are constant, and another thread may read those
// that it was given while this one makes new ones.

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace padchestd::clinical {

template<class Value>
class TextCache {
  public:
    // `bytes`: of texts, in the younger of the two generations, above which begin_batch() ages it.
    explicit TextCache(std::size_t bytes)
        : limit_(bytes) {}

    // The value of `text`, or nullptr.
    [[nodiscard]] const Value* find(std::string_view text) {
        if (const auto found = young_.find(text); found != young_.end()) return &found->second;
        const auto found = old_.find(text);
        if (found == old_.end()) return nullptr;
        young_bytes_ += text.size();
        return &young_.insert(old_.extract(found))
                    .position->second; // the node moves, the value stays where it is
    }

    // `text` is not in the cache.
    const Value* add(std::string_view text, Value value) {
        young_bytes_ += text.size();
        return &young_.emplace(text, std::move(value)).first->second;
    }

    // Values found or added before the last call but one may be gone.
    void begin_batch() {
        if (young_bytes_ <= limit_) return;
        old_ = std::exchange(young_, {});
        young_bytes_ = 0;
    }

    [[nodiscard]] std::size_t size() const { return young_.size() + old_.size(); }

  private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    using Generation = std::unordered_map<std::string, Value, Hash, std::equal_to<>>;

    std::size_t limit_;
    std::size_t young_bytes_ = 0;
    Generation young_;
    Generation old_;
};

} // namespace padchestd::clinical
