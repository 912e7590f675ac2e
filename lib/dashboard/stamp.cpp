#include "dashboard/stamp.h"

#include "dashboard/cube.h"
#include "dashboard/sql.h"

#include <nlohmann/json.hpp>

#include <string>

namespace padchestd::dashboard {

using nlohmann::json;

namespace {

json count_or_null(std::int64_t count, const Options& options) {
    const Count shown = publish(count, options.small_cells);
    return shown ? json(*shown) : json();
}

json moment_or_null(const pg::Value& moment) {
    if (moment.is_null()) return {};
    std::string text = moment.string(); // `2026-11-22 17:40:34.123456`, already in UTC
    text[10] = 'T';
    return text + "Z";
}

json read_queue(pg::Connection& connection, const Options& options) {
    const pg::Result queues = connection.query("read the warehouse's lag", sql::queue);
    const pg::Row queue = queues.only();
    const auto encounters = queue["encounters"].integer();
    const auto members = queue["members"].integer();
    return {{"behind", encounters + members > 0},
            {"queued_encounters", count_or_null(encounters, options)},
            {"capped", queue["capped"].boolean()},
            {"queued_members", count_or_null(members, options)},
            {"oldest", moment_or_null(queue["oldest"])}};
}

json read_ledger(pg::Connection& connection, const Options& options) {
    const pg::Result sums = connection.query("sum up the ledger", sql::ledger, {options.feed});
    json ledger;
    for (const pg::Column& column : sums.columns()) {
        const pg::Value sum = sums.only()[column];
        const std::string name(column.name);
        if (name == "adds_up")
            ledger[name] = sum.boolean();
        else if (name.ends_with("_records"))
            ledger[name] = count_or_null(sum.integer(), options);
        else
            ledger[name] = sum.integer();
    }
    return ledger;
}

} // namespace

json no_stamp() {
    return {{"feed", nullptr}, {"warehouse", nullptr}, {"paused_reason", nullptr}};
}

json read_stamp(pg::Connection& connection, const Options& options) {
    json stamp = no_stamp();
    stamp["warehouse"] = read_queue(connection, options);
    const pg::Result checkpoints = connection.query("read the checkpoint", sql::checkpoint, {options.feed});
    if (checkpoints.empty()) return stamp;
    const pg::Row checkpoint = checkpoints.only();
    const pg::Result figures = connection.query("read the quality figures", sql::quality, {options.feed});
    const pg::Row quality = figures.only();
    stamp["feed"] = options.feed;
    stamp["generation"] = checkpoint["generation"].integer();
    stamp["batch"] = checkpoint["batch_id"].integer();
    stamp["last_row"] = count_or_null(checkpoint["last_row"].integer(), options);
    stamp["byte_offset"] = checkpoint["byte_offset"].integer();
    stamp["committed_at"] = moment_or_null(checkpoint["committed_at"]);
    const pg::Value reason = checkpoint["paused_reason"];
    stamp["paused_reason"] = reason.is_null() ? json() : json(reason.text());
    stamp["quality"] = {{"quarantined_open", count_or_null(quality["quarantined_open"].integer(), options)},
                        {"unlabelled", count_or_null(quality["unlabelled"].integer(), options)},
                        {"ledger", read_ledger(connection, options)}};
    return stamp;
}

} // namespace padchestd::dashboard
