#pragma once
// A made-up feed of any form, record by record.

#include <cstdint>
#include <string>
#include <string_view>

namespace padchestd::simulator {

class Generator {
  public:
    Generator() = default;
    virtual ~Generator() = default;
    Generator(const Generator&) = delete;
    Generator& operator=(const Generator&) = delete;
    Generator(Generator&&) noexcept = default;
    Generator& operator=(Generator&&) noexcept = default;

    // The first line, with its newline. Static.
    [[nodiscard]] virtual std::string_view first_line() const = 0;

    // The next record with its newline (it may hold more of them, within quotes); false at the end.
    [[nodiscard]] virtual bool next(std::string& record) = 0;

    // Given so far: all records, and the bad ones among them.
    [[nodiscard]] virtual std::uint64_t records() const = 0;
    [[nodiscard]] virtual std::uint64_t bad_records() const = 0;
};

} // namespace padchestd::simulator
