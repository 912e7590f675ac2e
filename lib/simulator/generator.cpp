#include "simulator/generator.h"

#include "synthetic/stream.h"

#include <stdexcept>
#include <utility>

namespace padchestd::simulator {

Generator::Generator(FeedOptions options)
    : options_(std::move(options)) {
    if (options_.encounters == 0) throw std::invalid_argument("encounters: at least one");
    if (!(options_.bad_records >= 0 && options_.bad_records <= 1))
        throw std::invalid_argument("bad records: 0 to 1");
}

bool Generator::next(std::string& record) {
    const double share = options_.bad_records;
    if (share >= 1 && static_cast<double>(bad_) >= expected_records()) return false;
    // One draw a record: with the same seed a larger share only adds bad records.
    const bool is_bad =
        share >= 1 ||
        (share > 0 && synthetic::stream(options_.seed, synthetic::Stream::damage, records()).chance(share));
    if (is_bad) {
        record = bad_record(bad_);
        ++bad_;
        return true;
    }
    if (!next_good(record)) return false;
    ++good_;
    return true;
}

} // namespace padchestd::simulator
