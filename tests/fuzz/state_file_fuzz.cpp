// Any bytes are read as a state file without harm, and agree with a checkpoint only where they are its very
// text; a text with one byte changed, or cut, is always found broken. The first four bytes choose the
// checkpoint and the damage; the rest is the file, and the feed's name.

#include "store/state_file.h"
#include "util/crc.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

using namespace padchestd;
using store::StateFile;

void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "state_file_fuzz: %s\n", what);
    std::abort();
}

// One checkpoint of many, that of the corpus among them.
store::Checkpoint checkpoint_of(std::uint8_t choice) {
    store::Checkpoint checkpoint;
    checkpoint.generation = 1 + choice / 64;
    checkpoint.batch_id = 17 + choice % 4;
    checkpoint.position = {99'203'929U + choice / 4 % 4, 160'861};
    checkpoint.committed_at = choice / 16 % 4 == 0 ? "2026-11-22T17:40:34.123456Z" : "";
    return checkpoint;
}

void damage(std::string text, std::size_t at, std::uint8_t change, std::string_view feed,
            const store::Checkpoint& checkpoint) {
    at %= text.size();
    require(store::compare_state_text(text.substr(0, at), feed, checkpoint) == StateFile::broken,
            "a text that was cut is not found broken");
    if (change == 0) return;
    text[at] = static_cast<char>(static_cast<std::uint8_t>(text[at]) ^ change);
    require(store::compare_state_text(text, feed, checkpoint) == StateFile::broken,
            "a text with a byte changed is not found broken");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 4) return 0;
    const auto checkpoint = checkpoint_of(data[0]);
    const std::string body(reinterpret_cast<const char*>(data) + 4, size - 4);
    const std::string feed = (data[1] & 1U) == 0 ? "padchest" : body;
    const std::string right = store::state_text(feed, checkpoint);

    require(store::compare_state_text(right, feed, checkpoint) == StateFile::agrees,
            "a checkpoint does not agree with its own text");
    require((store::compare_state_text(body, feed, checkpoint) == StateFile::agrees) == (body == right),
            "another text agrees");
    // The same with a checksum that fits, so that the text before it is read.
    const std::string checked = body + ",\"crc32\":\"" + util::crc32_hex(body) + "\"}\n";
    require((store::compare_state_text(checked, feed, checkpoint) == StateFile::agrees) == (checked == right),
            "another text agrees, with a checksum that fits");
    damage(right, data[1] * 256U + data[2], data[3], feed, checkpoint);
    return 0;
}
