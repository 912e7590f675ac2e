// Any bytes, read by the tailer in any pieces, give the records that the oracle finds in them as a whole. The
// first three bytes choose the limits, the mode and how the file grows; the rest is the file.

#include "feed/tailer.h"
#include "support/csv_oracle.h"
#include "support/feed_reading.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>

namespace {

using namespace padchestd;

const std::string kHeader = "a,b,c\n";

// A file in memory that is opened by path and grows.
class MemoryFile {
  public:
    MemoryFile()
        : descriptor_(::memfd_create("feed", 0)) {
        if (descriptor_ < 0) std::abort();
    }
    ~MemoryFile() { ::close(descriptor_); }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;

    [[nodiscard]] std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }
    void append(std::string_view bytes) {
        if (::write(descriptor_, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()))
            std::abort();
    }

  private:
    int descriptor_;
};

void compare(const std::vector<tests::PlainRecord>& found, const std::vector<tests::PlainRecord>& expected) {
    for (std::size_t i = 0; i < std::max(found.size(), expected.size()); ++i) {
        if (i < found.size() && i < expected.size() && found[i] == expected[i]) continue;
        std::cerr << "record " << i << "\n";
        if (i < found.size()) std::cerr << "found    " << found[i] << "\n";
        if (i < expected.size()) std::cerr << "expected " << expected[i] << "\n";
        std::abort();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 3) return 0;
    const feed::Limits limits{1U + data[0] % 7U, 1U + data[0] * 4U, 8U + data[1] * 2U};
    const bool take_final = (data[2] & 1U) != 0;
    const std::size_t step = 1 + data[2] / 2;
    const std::string body(reinterpret_cast<const char*>(data) + 3, size - 3);

    MemoryFile file;
    file.append(kHeader);
    feed::Tailer tailer(file.path(), limits);
    if (!tailer.open()) std::abort();
    feed::Position at = tailer.first_record();
    std::vector<tests::PlainRecord> grown;
    for (std::size_t done = 0; done < body.size(); done += step) {
        file.append(std::string_view(body).substr(done, step));
        tests::read_all(tailer, at, grown);
    }
    const std::string whole = kHeader + body;
    auto expected = tests::oracle_records(whole, kHeader.size(), {3, limits.max_record_bytes, false});
    // NUL bytes at the file's end may be filled in yet: what is judged by them is waited for.
    const bool ends_in_hole = body.ends_with('\0');
    if (ends_in_hole && grown.size() < expected.size()) expected.resize(grown.size());
    compare(grown, expected);

    if (take_final && !ends_in_hole) {
        feed::Position from = tailer.first_record();
        std::vector<tests::PlainRecord> taken;
        tests::read_all(tailer, from, taken, feed::FinalRecord::take_it_now);
        compare(taken, tests::oracle_records(whole, kHeader.size(), {3, limits.max_record_bytes, true}));
        for (const tests::PlainRecord& record : taken) {
            compare({tests::plain(tailer.read_one(record.start, record.length))}, {record});
        }
    }
    return 0;
}
