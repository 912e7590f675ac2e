#pragma once
// A small clinical store that changes as the load changes it: rows of ods and, in the same transaction, the
// keys that changed in the queues. Every change is drawn under a seed.

#include "pg/connection.h"

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace padchestd::tests {

class SmallStore {
  public:
    // `connection` outlives it. Makes a facility, diagnoses of every kind with some ancestors, and patients.
    SmallStore(pg::Connection& connection, std::uint64_t seed, int patients = 12);

    // One change of a kind drawn at random, some encounters at once where it is about encounters. Returns
    // what it was.
    std::string change();

    // The single changes, for tests that need a certain one.
    void add_encounters(int count);
    std::string add_encounter(const std::string& patient,
                              const std::string& date); // with one image, report, label
    void add_procedure(const std::string& encounter);
    void remove_labels(const std::string& encounter);
    void replace_labels(const std::string& encounter);
    void change_report(const std::string& encounter);
    void redate(const std::string& encounter);
    void change_modality(const std::string& encounter);
    void remove_encounter(const std::string& encounter);
    void add_patient();
    void move_patient(const std::string& patient);
    void correct_patient(const std::string& patient);
    void add_diagnosis();
    void change_kind();
    void change_ancestors();
    void rename_facility();
    void queue_without_change(const std::string& encounter); // a change that left nothing different

    [[nodiscard]] const std::vector<std::string>& encounters() const { return encounters_; }
    [[nodiscard]] const std::vector<std::string>& patients() const { return patients_; }

  private:
    std::uint64_t draw(std::uint64_t below) { return random_() % below; }
    const std::string& one_of(const std::vector<std::string>& names) { return names[draw(names.size())]; }
    bool has_encounters() const { return !encounters_.empty(); }
    std::string some_date();
    std::string some_text();
    void write(std::string_view sql, const pg::Params& params);
    void label(const std::string& encounter, std::uint64_t count);
    void queue(const std::string& encounter);
    void queue_member(const std::string& dimension, const std::string& member);
    std::string fresh_uuid();

    pg::Connection& connection_;
    std::mt19937_64 random_;
    int next_ = 0;
    std::vector<std::string> encounters_, patients_, diagnoses_;
};

} // namespace padchestd::tests
