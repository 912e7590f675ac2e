#include "store/state_file.h"

#include "util/atomic_file.h"
#include "util/crc.h"

#include <nlohmann/json.hpp>

#include <fcntl.h>
#include <unistd.h>

namespace padchestd::store {

namespace {

constexpr std::size_t kMostBytes = 4'096; // the file has about 200; more is not ours

// Without a stream, whose making costs more than the reading: each idle cycle looks twice.
std::optional<std::string> read_whole(const std::filesystem::path& file) {
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return std::nullopt;
    std::string text(kMostBytes, '\0');
    const ssize_t got = ::read(descriptor, text.data(), text.size());
    ::close(descriptor);
    text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return text;
}

bool checksum_fits(std::string_view text) {
    constexpr std::string_view kMark = R"(,"crc32":")";
    const auto at = text.rfind(kMark);
    if (at == std::string_view::npos) return false;
    return text.substr(at + kMark.size()) == util::crc32_hex(text.substr(0, at)) + "\"}\n";
}

// What is found in a whole file that does not agree.
StateFile compare_batches(const nlohmann::json& state, std::string_view feed, const Checkpoint& checkpoint) {
    if (state.at("format") != 1 || !state.at("batch").is_number_integer()) return StateFile::broken;
    if (state.at("feed") != feed) return StateFile::elsewhere;
    const auto& batch = state.at("batch");
    if (batch < checkpoint.batch_id) return StateFile::behind;
    return batch > checkpoint.batch_id ? StateFile::ahead : StateFile::elsewhere;
}

} // namespace

const char* name(StateFile state) {
    switch (state) {
    case StateFile::agrees:
        return "agrees";
    case StateFile::missing:
        return "missing";
    case StateFile::broken:
        return "broken";
    case StateFile::behind:
        return "behind";
    case StateFile::ahead:
        return "ahead";
    case StateFile::elsewhere:
        return "elsewhere";
    }
    return "broken";
}

std::string state_text(std::string_view feed, const Checkpoint& checkpoint) {
    const nlohmann::ordered_json state = {{"format", 1},
                                          {"feed", feed},
                                          {"generation", checkpoint.generation},
                                          {"last_row", checkpoint.position.record_number},
                                          {"byte_offset", checkpoint.position.byte_offset},
                                          {"batch", checkpoint.batch_id},
                                          {"committed_at", checkpoint.committed_at}};
    std::string text = state.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    text.pop_back(); // the closing brace comes after the checksum
    return text + R"(,"crc32":")" + util::crc32_hex(text) + "\"}\n";
}

StateFile compare_state_text(std::string_view text, std::string_view feed, const Checkpoint& checkpoint) {
    if (text == state_text(feed, checkpoint)) return StateFile::agrees;
    if (!checksum_fits(text)) return StateFile::broken;
    try {
        return compare_batches(nlohmann::json::parse(text), feed, checkpoint);
    } catch (const nlohmann::json::exception&) {
        return StateFile::broken;
    }
}

StateFile compare_state_file(const std::filesystem::path& file, std::string_view feed,
                             const Checkpoint& checkpoint) {
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored)) return StateFile::missing;
    const auto text = read_whole(file);
    return text ? compare_state_text(*text, feed, checkpoint) : StateFile::broken;
}

void write_state_file(const std::filesystem::path& file, std::string_view feed,
                      const Checkpoint& checkpoint) {
    util::write_atomically(file, state_text(feed, checkpoint));
}

} // namespace padchestd::store
