#include "feed/open_feed.h"

#include "feed/header_reader.h"
#include "feed/open_source.h"
#include "util/failure.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace padchestd::feed {

OpenFeed::OpenFeed(std::filesystem::path path, Declaration declaration, std::uint64_t longest_header)
    : path_(std::move(path))
    , declaration_(std::move(declaration))
    , longest_header_(longest_header) {}

bool OpenFeed::open() {
    source_ = open_source(path_, declaration_.encoding, std::move(source_));
    if (!source_) return false;
    if (read_start()) return true;
    refuse_damage();
    return false;
}

void OpenFeed::refuse_damage() const {
    if (source_->damage()) throw util::Failure(*source_->damage());
}

// The header, which is nearly always within the first window. False while it is not complete.
bool OpenFeed::read_start() {
    start_.resize(static_cast<std::size_t>(std::min(source_->size(), kWindow)));
    start_.resize(source_->read(0, start_.data(), start_.size()));
    if (!header_.bytes.empty() && start_.compare(0, header_.bytes.size(), header_.bytes) == 0) return true;

    const auto longest = static_cast<std::size_t>(longest_header_);
    std::optional<CsvHeader> found = read_header(start_, longest);
    if (!found && source_->size() > start_.size()) {
        std::string more(static_cast<std::size_t>(std::min(source_->size(), kWindow + longest_header_)),
                         '\0');
        more.resize(source_->read(0, more.data(), more.size()));
        found = read_header(more, longest);
    }
    if (!found) return false;
    header_ = std::move(*found);
    rename_columns(header_, declaration_.renamed);
    return true;
}

util::KeyedHash OpenFeed::keyed(const util::ContentHash& bytes) const {
    return hash_key_.value()(bytes);
}

std::optional<util::ContentHash> OpenFeed::hash(std::uint64_t from, std::uint64_t to) const {
    util::Hasher hasher;
    std::string piece;
    while (from < to) {
        piece.resize(static_cast<std::size_t>(std::min(to - from, kWindow)));
        if (source_->read(from, piece.data(), piece.size()) < piece.size()) return std::nullopt;
        hasher.bytes(piece);
        from += piece.size();
    }
    return hasher.digest();
}

util::ContentHash OpenFeed::hash_of_all(std::uint64_t from, std::uint64_t to) const {
    if (const auto digest = hash(from, to)) return *digest;
    throw util::Failure("the feed " + path_.string() + " ends before byte " + std::to_string(to),
                        "was the file cut while it was read?", util::ExitCode::temporary);
}

bool OpenFeed::starts_the_same() const {
    std::string start(start_.size(), '\0');
    start.resize(source_->read(0, start.data(), start.size()));
    return start == start_;
}

Continuity OpenFeed::compare(const FeedIdentity& remembered, std::uint64_t offset) const {
    if (source_->size() < offset) return Continuity::shrunk;
    if (keyed(util::content_hash(header_.bytes)) != remembered.header_hash) return Continuity::other_start;
    const std::string_view start = start_;
    if (start.size() < remembered.prefix_length) return Continuity::shrunk;
    if (keyed(util::content_hash(start.substr(0, remembered.prefix_length))) != remembered.prefix_hash) {
        return Continuity::other_start;
    }
    const auto window = hash(offset - std::min(offset, remembered.window_length), offset);
    if (!window) return Continuity::shrunk;
    if (keyed(*window) != remembered.window_hash) return Continuity::edited;
    const FileFacts& facts = source_->facts();
    const bool same_file = facts.device == remembered.device && facts.inode == remembered.inode;
    return same_file ? Continuity::same : Continuity::moved;
}

FeedIdentity OpenFeed::identity(std::uint64_t offset) const {
    FeedIdentity identity;
    identity.header_hash = keyed(util::content_hash(header_.bytes));
    identity.prefix_length = std::min(offset, kWindow);
    const std::string_view start = start_;
    identity.prefix_hash = keyed(start.size() >= identity.prefix_length
                                     ? util::content_hash(start.substr(0, identity.prefix_length))
                                     : hash_of_all(0, identity.prefix_length));
    identity.window_length = std::min(offset, kWindow);
    identity.window_hash = keyed(hash_of_all(offset - identity.window_length, offset));
    identity.device = source_->facts().device;
    identity.inode = source_->facts().inode;
    return identity;
}

} // namespace padchestd::feed
