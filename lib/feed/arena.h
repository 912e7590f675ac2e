#pragma once
// Storage for a batch: elements that keep their address until clear(), and memory that is reused after it.
// For trivial types only: nothing is constructed or destroyed.

#include <algorithm>
#include <cstddef>
#include <memory>
#include <type_traits>
#include <vector>

namespace padchestd::feed {

template<class T>
class Arena {
    static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);

  public:
    // `piece`: elements allocated at a time.
    explicit Arena(std::size_t piece)
        : piece_(piece) {}

    // Room for `count` elements in a row. The same room is given again until take() keeps some of it.
    T* room(std::size_t count) {
        while (current_ < pieces_.size() && pieces_[current_].size - used_ < count) {
            ++current_;
            used_ = 0;
        }
        if (current_ == pieces_.size()) add_piece(std::max(count, piece_));
        return pieces_[current_].elements.get() + used_;
    }

    // Keeps the first `count` elements of the last room().
    void take(std::size_t count) { used_ += count; }

    void clear() {
        current_ = 0;
        used_ = 0;
    }

  private:
    struct Piece {
        // Left uninitialised, unlike a vector.
        std::unique_ptr<T[]> elements; // NOLINT(modernize-avoid-c-arrays): see above
        std::size_t size = 0;
    };

    void add_piece(std::size_t size) {
        pieces_.push_back(
            {std::make_unique_for_overwrite<T[]>(size), size}); // NOLINT(modernize-avoid-c-arrays): the same
    }

    std::size_t piece_;
    std::size_t current_ = 0;
    std::size_t used_ = 0;
    std::vector<Piece> pieces_;
};

} // namespace padchestd::feed
