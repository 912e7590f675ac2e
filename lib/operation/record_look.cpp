#include "operation/record_look.h"

#include "feed/undeclared_encoding.h"

#include <memory>
#include <vector>

namespace padchestd::operation {

namespace {

class RecordLook {
  public:
    RecordLook(feed::Tailer& tailer, const clinical::Mapping& mapping, RecordsLookedAt& looked)
        : tailer_(tailer)
        , mapping_(mapping)
        , reader_(mapping.reader(tailer.header()))
        , looked_(looked) {
        reader_->use_hash_key(util::HashKey(util::Secret{})); // there is no database, and no id is shown
    }

    // Damage of the whole export, as far as these records show it.
    std::optional<std::string> read(std::int64_t most) {
        feed::Position at = tailer_.first_record();
        std::optional<std::string> damage;
        while (!damage && looked_.read < most) {
            const auto batch = tailer_.read(at);
            if (batch.records.empty()) break;
            damage = look(batch);
            at = batch.end;
            looked_.more = batch.more;
        }
        return damage;
    }

  private:
    std::optional<std::string> look(const feed::Batch& batch) {
        reader_->begin_batch();
        std::vector<const feed::Record*> refused;
        std::vector<clinical::StudyRecord> accepted;
        for (const auto& record : batch.records) {
            ++looked_.read;
            if (record.malformation) {
                refuse(record, std::string(feed::name(*record.malformation)), "", refused);
                continue;
            }
            auto result = (*reader_)(record, 1);
            if (auto* study = std::get_if<clinical::StudyRecord>(&result)) {
                accepted.push_back(*study);
            } else {
                const auto& rejection = std::get<clinical::Rejection>(result);
                refuse(record, std::string(clinical::name(rejection.reason)), std::string(rejection.column),
                       refused);
            }
        }
        if (auto damage = feed::undeclared_encoding(batch.records)) return damage;
        return mapping_.export_damage(tailer_.header(), batch.records, refused, accepted);
    }

    void refuse(const feed::Record& record, const std::string& reason, const std::string& column,
                std::vector<const feed::Record*>& refused) {
        ++looked_.rejected;
        ++looked_.by_reason[{reason, column}];
        refused.push_back(&record);
    }

    feed::Tailer& tailer_;
    const clinical::Mapping& mapping_;
    std::unique_ptr<clinical::StudyReader> reader_;
    RecordsLookedAt& looked_;
};

} // namespace

std::optional<std::string> look_at_first_records(feed::Tailer& tailer, const clinical::Mapping& mapping,
                                                 std::int64_t most, RecordsLookedAt& looked) {
    return RecordLook(tailer, mapping, looked).read(most);
}

} // namespace padchestd::operation
