#pragma once
// Which keys a first load has written, in 4 MiB whatever their number (a Bloom filter): a key that it does
// not know is not in the store, so that no look-up is needed for it. It may take an unknown key for a known
// one; the look-up then decides. Keys cannot be removed.

#include <cstdint>
#include <string_view>
#include <vector>

namespace padchestd::store {

class KeyFilter {
  public:
    enum class Kind : std::uint8_t { encounter, procedure };

    KeyFilter();

    void add(Kind kind, std::string_view key);

    // False: it was never added.
    [[nodiscard]] bool may_hold(Kind kind, std::string_view key) const;

  private:
    std::vector<std::uint64_t> words_;
};

} // namespace padchestd::store
