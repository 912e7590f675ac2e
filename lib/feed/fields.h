#pragma once
// The cells of a record, as texts. A batch keeps those of all its records, so a record's cells are kept as
// where each one ends: four bytes instead of a view's sixteen. Where a cell has escaped quotes its text is
// not in the record's bytes, and views are kept. Knows nothing of columns.

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <string_view>

namespace padchestd::feed {

class Fields {
  public:
    class Iterator;

    Fields() = default;

    // Each cell as it is: a vector of views, or an array.
    template<class Texts>
    requires(!std::same_as<Texts, Fields> &&
             std::convertible_to<const Texts&, std::span<const std::string_view>>) Fields(const Texts& texts)
        : places_(std::span<const std::string_view>(texts).data())
        , count_(std::span<const std::string_view>(texts).size()) {}

    // The cells of the record at `record`: cell i ends before record[ends[i]], where a delimiter or the end
    // of the record is. One in quotes loses them; inside it no quote is escaped.
    Fields(const char* record, std::span<const std::uint32_t> ends)
        : record_(record)
        , places_(ends.data())
        , count_(ends.size()) {}

    [[nodiscard]] std::size_t size() const { return count_; }
    [[nodiscard]] bool empty() const { return count_ == 0; }

    [[nodiscard]] std::string_view operator[](std::size_t cell) const {
        if (record_ == nullptr) return static_cast<const std::string_view*>(places_)[cell];
        const auto* const ends = static_cast<const std::uint32_t*>(places_);
        const std::size_t begin = cell == 0 ? 0 : ends[cell - 1] + std::size_t{1};
        const std::size_t size = ends[cell] - begin;
        const char* const first = record_ + begin;
        return size == 0 || *first != '"' ? std::string_view(first, size)
                                          : std::string_view(first + 1, size - 2);
    }

    [[nodiscard]] Iterator begin() const;
    [[nodiscard]] Iterator end() const;

  private:
    const char* record_ = nullptr; // nullptr: `places_` are views
    const void* places_ = nullptr;
    std::size_t count_ = 0;
};

class Fields::Iterator {
  public:
    using iterator_category = std::input_iterator_tag; // it gives texts, not references to them
    using value_type = std::string_view;
    using difference_type = std::ptrdiff_t;
    using pointer = void;
    using reference = std::string_view;

    Iterator() = default;
    Iterator(const Fields& fields, std::size_t cell)
        : fields_(fields)
        , cell_(cell) {}

    std::string_view operator*() const { return fields_[cell_]; }
    Iterator& operator++() {
        ++cell_;
        return *this;
    }
    Iterator operator++(int) {
        Iterator before = *this;
        ++cell_;
        return before;
    }
    bool operator==(const Iterator& other) const { return cell_ == other.cell_; } // of the same cells

  private:
    Fields fields_;
    std::size_t cell_ = 0;
};

inline Fields::Iterator Fields::begin() const {
    return {*this, 0};
}
inline Fields::Iterator Fields::end() const {
    return {*this, count_};
}

} // namespace padchestd::feed
