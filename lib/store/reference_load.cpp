#include "store/reference_load.h"

#include "pg/transaction.h"
#include "store/sql.h"
#include "util/random.h"
#include "util/step.h"

#include <map>
#include <vector>

namespace padchestd::store {

namespace {

using clinical::Term;

// Terms as the arrays that sql/sync_*.sql takes.
struct TermArrays {
    std::string codes, terms, cuis, kinds, children, ancestors;

    explicit TermArrays(std::span<const Term> all) {
        std::vector<std::string_view> code, term, cui, kind, child, ancestor;
        for (const Term& one : all) {
            code.push_back(one.code);
            term.push_back(one.term);
            cui.push_back(one.cui);
            kind.push_back(clinical::name(one.kind));
            for (const std::string& above : one.ancestors) {
                child.push_back(one.code);
                ancestor.push_back(above);
            }
        }
        codes = pg::text_array(code);
        terms = pg::text_array(term);
        cuis = pg::text_array(cui);
        kinds = pg::text_array(kind);
        children = pg::text_array(child);
        ancestors = pg::text_array(ancestor);
    }
};

std::int64_t sync_diagnoses(pg::Connection& connection, std::span<const Term> terms, std::string_view at) {
    constexpr std::string_view kAttempt = "write the taxonomy's diagnoses";
    const TermArrays arrays(terms);
    const std::string change_id = util::random_uuid();
    std::int64_t written = connection
                               .query(kAttempt, sql::sync_diagnoses,
                                      {arrays.codes, arrays.terms, arrays.cuis, arrays.kinds, change_id, at})
                               .affected();
    const auto queue = [&](const pg::Result& changed) {
        std::vector<std::string_view> codes;
        codes.reserve(changed.size());
        for (const pg::Row row : changed) codes.push_back(row["diagnosis_code"].text());
        written += static_cast<std::int64_t>(changed.size());
        if (!codes.empty())
            connection.query(kAttempt, sql::queue_diagnoses, {pg::text_array(codes), change_id, at});
    };
    queue(connection.query(kAttempt, sql::delete_diagnosis_ancestors,
                           {arrays.children, arrays.ancestors, arrays.codes}));
    queue(connection.query(kAttempt, sql::insert_diagnosis_ancestors, {arrays.children, arrays.ancestors}));
    return written;
}

std::int64_t sync_localizations(pg::Connection& connection, std::span<const Term> terms) {
    constexpr std::string_view kAttempt = "write the taxonomy's localizations";
    const TermArrays arrays(terms);
    std::int64_t written =
        connection.query(kAttempt, sql::sync_localizations, {arrays.codes, arrays.terms, arrays.cuis})
            .affected();
    written += connection
                   .query(kAttempt, sql::delete_localization_ancestors,
                          {arrays.children, arrays.ancestors, arrays.codes})
                   .affected();
    written +=
        connection.query(kAttempt, sql::insert_localization_ancestors, {arrays.children, arrays.ancestors})
            .affected();
    return written;
}

using UnknownTerms = std::map<std::string_view, std::string_view>; // code → term

void collect_unknown(const clinical::CodeSet& set, const std::set<std::string, std::less<>>& known,
                     UnknownTerms& unknown) {
    for (const std::size_t i : set.unknown) {
        if (!known.contains(set.codes[i])) unknown.emplace(set.codes[i], set.terms[i]);
    }
}

pg::Params pairs(const UnknownTerms& unknown) {
    std::vector<std::string_view> codes;
    std::vector<std::string_view> terms;
    for (const auto& [code, term] : unknown) {
        codes.push_back(code);
        terms.push_back(term);
    }
    return {pg::text_array(codes), pg::text_array(terms)};
}

// Some 2 MB. Where a feed has more terms, all are asked for again.
constexpr std::size_t kMostKnownTerms = 20'000;

void remember(const UnknownTerms& unknown, std::set<std::string, std::less<>>& known) {
    if (known.size() + unknown.size() > kMostKnownTerms) known.clear();
    for (const auto& [code, term] : unknown) known.emplace(code);
}

} // namespace

std::int64_t sync_taxonomy(pg::Connection& connection, const clinical::ReferenceTerms& taxonomy,
                           std::string_view at) {
    pg::Transaction transaction(connection);
    const auto written = sync_diagnoses(connection, taxonomy.diagnoses, at) +
                         sync_localizations(connection, taxonomy.localizations);
    if (written > 0) transaction.commit();
    return written;
}

void note_undated_feed(pg::Connection& connection, std::string_view feed,
                       std::optional<clinical::Date> stated) {
    const auto day = stated ? std::optional(clinical::iso_text(*stated)) : std::nullopt;
    connection.query("note whether a feed has dates", sql::note_undated_feed, {feed, day});
}

void ensure_facility(pg::Connection& connection, std::string_view facility_id, std::string_view name,
                     std::string_view at) {
    constexpr std::string_view kAttempt = "write the facility";
    const auto known =
        connection.query(kAttempt, "select from ods.facilities where facility_id = $1", {facility_id});
    if (!known.empty()) return;
    pg::Transaction transaction(connection);
    const auto added = connection.query(
        kAttempt, "insert into ods.facilities (facility_id, name) values ($1, $2) on conflict do nothing",
        {facility_id, name});
    if (added.affected() == 1)
        connection.query(kAttempt,
                         "insert into ingest.dimension_queue (dimension, member, change_id, changed_at) "
                         "values ('facility', $1, $2, $3)",
                         {facility_id, util::random_uuid(), at});
    transaction.commit();
}

void add_unknown_terms(pg::Connection& connection, std::span<const clinical::StudyRecord> records,
                       KnownTerms& known, std::string_view at) {
    UnknownTerms diagnoses;
    UnknownTerms localizations;
    for (const auto& record : records) {
        collect_unknown(*record.encounter.diagnoses, known.diagnoses, diagnoses);
        collect_unknown(*record.encounter.localizations, known.localizations, localizations);
    }
    if (diagnoses.empty() && localizations.empty()) return;
    pg::Transaction transaction(connection);
    if (!diagnoses.empty()) {
        auto params = pairs(diagnoses);
        params.emplace_back(util::random_uuid());
        params.emplace_back(at);
        connection.query("add unknown diagnoses", sql::add_unknown_diagnoses, params);
    }
    if (!localizations.empty())
        connection.query("add unknown localizations", sql::add_unknown_localizations, pairs(localizations));
    util::step("reference_rows_commit");
    transaction.commit();
    remember(diagnoses, known.diagnoses);
    remember(localizations, known.localizations);
}

} // namespace padchestd::store
