#pragma once
// The feed's file as it is open: its bytes, its header, and whether it is the file that was read before.
// Knows no record.

#include "feed/byte_source.h"
#include "feed/csv_header.h"
#include "feed/declaration.h"
#include "feed/feed_identity.h"
#include "util/hash.h"
#include "util/hash_key.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace padchestd::feed {

class OpenFeed {
  public:
    // Opens nothing yet. `longest_header`: in bytes.
    OpenFeed(std::filesystem::path path, Declaration declaration, std::uint64_t longest_header);

    // What compare() and identity() key their hashes with.
    void use_hash_key(const util::HashKey& key) { hash_key_ = key; }

    // As Tailer::open().
    [[nodiscard]] bool open();

    // Throws util::Failure (data) where the bytes end because the file is damaged.
    void refuse_damage() const;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    [[nodiscard]] ByteSource& source() const { return *source_; }
    [[nodiscard]] const CsvHeader& header() const { return header_; }

    // As Tailer::compare() and Tailer::identity().
    [[nodiscard]] Continuity compare(const FeedIdentity& remembered, std::uint64_t offset) const;
    [[nodiscard]] FeedIdentity identity(std::uint64_t offset) const;

    // Whether the file still begins as it did at open(). Reads its first bytes again.
    [[nodiscard]] bool starts_the_same() const;

    // Of the bytes [from, to), read in pieces; nothing where the file ends before `to`.
    [[nodiscard]] std::optional<util::ContentHash> hash(std::uint64_t from, std::uint64_t to) const;

    // The same. Throws util::Failure (temporary) where the file ends before `to`.
    [[nodiscard]] util::ContentHash hash_of_all(std::uint64_t from, std::uint64_t to) const;

  private:
    [[nodiscard]] bool read_start();
    [[nodiscard]] util::KeyedHash keyed(const util::ContentHash& bytes) const;

    std::filesystem::path path_;
    Declaration declaration_;
    std::uint64_t longest_header_;
    std::unique_ptr<ByteSource> source_;
    std::string start_; // the file's first bytes, at most kWindow, as of open()
    CsvHeader header_;
    std::optional<util::HashKey> hash_key_;
};

} // namespace padchestd::feed
