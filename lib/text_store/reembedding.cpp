#include "text_store/reembedding.h"

#include "pg/cluster.h"
#include "pg/transaction.h"
#include "text_store/sql.h"
#include "util/random.h"
#include "util/step.h"
#include "util/time_text.h"

namespace padchestd::text_store {

namespace {

constexpr int kPage = 2'000; // some 4 MB with the embeddings

struct Key {
    std::string encounter, report;
};

// First in a transaction that writes what it reads: on a cluster a worker can hold back rows of an earlier
// one.
void settle_cluster(pg::Connection& connection) {
    if (pg::is_cluster(connection)) pg::settle_workers(connection);
}

// What a page of reports gets, into the drafts. The page's columns: keys, text, language, content hash.
void write_drafts(pg::Connection& connection, const pg::Result& page, const text::Model& model,
                  const std::string& id, pg::VectorType type) {
    pg::BinaryCopyWriter copy(connection, "draft embeddings",
                              "ods.report_embedding_drafts (encounter_id, report_id, model_id, content_hash, "
                              "text_cluster, embedding)",
                              6);
    const pg::Column encounter = page.column("encounter_id");
    const pg::Column report = page.column("report_id");
    const pg::Column report_text = page.column("report_text");
    const pg::Column language = page.column("language");
    const pg::Column hash = page.column("content_hash");
    for (const pg::Row row : page) {
        const auto placed = model.place(row[report_text].optional_text(), row[language].text());
        copy.begin_row();
        copy.text(row[encounter].text()).text(row[report].text()).text(id);
        copy.hash(util::content_hash_from_hex(row[hash].text()));
        if (placed.cluster)
            copy.smallint(static_cast<std::int16_t>(*placed.cluster));
        else
            copy.null();
        if (placed.embedding)
            copy.vector(*placed.embedding, type);
        else
            copy.null();
    }
    copy.finish();
}

// On a cluster it also makes Citus commit the page in two phases: a session that has only read a shard and
// then copies into it commits in one, and loses the rows of a worker that dies at COMMIT.
void delete_drafts(pg::Connection& connection, const pg::Result& page) {
    std::vector<std::string_view> encounters;
    std::vector<std::string_view> reports;
    for (const pg::Row row : page) {
        encounters.push_back(row["encounter_id"].text());
        reports.push_back(row["report_id"].text());
    }
    connection.query("replace drafts of embeddings",
                     "delete from ods.report_embedding_drafts as d"
                     " using unnest($1::text[], $2::text[]) as k(encounter_id, report_id)"
                     " where d.encounter_id = k.encounter_id and d.report_id = k.report_id",
                     {pg::text_array(encounters), pg::text_array(reports)});
}

// Drafts a page; moves `after` to its end. Returns its rows.
int draft_page(pg::Connection& connection, std::string_view page_sql, const text::Model& model,
               const std::string& id, Key& after) {
    pg::Transaction transaction(connection);
    settle_cluster(connection);
    connection.query("hold the type of embeddings", "select pg_advisory_xact_lock_shared($1)",
                     {kReportsLock});
    const auto page =
        connection.query("read reports to embed", page_sql, {after.encounter, after.report, id, kPage});
    if (!page.empty()) {
        delete_drafts(connection, page);
        write_drafts(connection, page, model, id, vector_type(connection));
        after = {page.back()["encounter_id"].string(), page.back()["report_id"].string()};
    }
    util::step("text_drafts_commit");
    transaction.commit();
    return static_cast<int>(page.size());
}

std::int64_t apply_drafts(pg::Connection& connection, const std::string& id, const std::string& at) {
    connection.query("queue encounters of another cluster", sql::queue_reclustered,
                     {id, util::random_uuid(), at});
    util::step("text_switch_update");
    return connection.query("put new embeddings in place", sql::apply_drafts, {id}).affected();
}

} // namespace

std::int64_t draft_all(pg::Connection& connection, const text::Model& model, const std::string& id,
                       const OnProgress& progress) {
    std::int64_t drafted = 0;
    Key after;
    for (;;) {
        const int rows = draft_page(connection, sql::undrafted_page, model, id, after);
        drafted += rows;
        if (progress) progress(drafted);
        if (rows < kPage) return drafted;
    }
}

void switch_to(pg::Connection& connection, const std::string& id, const util::Clock& clock) {
    const std::string at = util::rfc3339(clock.now());
    pg::Transaction transaction(connection);
    settle_cluster(connection);
    connection.script("let a switch take its time", "set local statement_timeout = 0");
    apply_drafts(connection, id, at);
    connection.query("retire the model in use",
                     "update ods.text_models set state = 'retired', terms = null, idf = null, basis = null,"
                     " centres = null where state = 'current'");
    const auto switched = connection.query(
        "switch to a text model",
        "update ods.text_models set state = 'current', current_since = $2::timestamptz, settled = false"
        " where model_id = $1 and state = 'filling'",
        {id, at});
    if (switched.affected() != 1) return; // another program fitted meanwhile: its model is the one to use
    connection.script("empty the drafts", "delete from ods.report_embedding_drafts");
    util::step("text_switch_commit");
    transaction.commit();
    util::step("text_switch_done");
}

std::int64_t settle(pg::Connection& connection, const text::Model& model, const std::string& id,
                    const util::Clock& clock) {
    {
        // Waits for the batches that began before the switch; later ones know the model. Holds nothing else.
        pg::Transaction barrier(connection);
        connection.query("wait for batches under way", "select pg_advisory_xact_lock($1)", {kReportsLock});
        barrier.commit();
    }
    std::int64_t settled = 0;
    Key after;
    for (;;) {
        const int rows = draft_page(connection, sql::unsettled_page, model, id, after);
        pg::Transaction transaction(connection);
        settle_cluster(connection);
        settled += apply_drafts(connection, id, util::rfc3339(clock.now()));
        connection.script("empty the drafts", "delete from ods.report_embedding_drafts");
        if (rows < kPage)
            connection.query("note that a model is settled",
                             "update ods.text_models set settled = true where model_id = $1", {id});
        util::step("text_settle_commit");
        transaction.commit();
        if (rows < kPage) return settled;
    }
}

} // namespace padchestd::text_store
