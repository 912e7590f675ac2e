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

json moment_or_null(const pg::Result& rows, int column) {
    if (rows.is_null(0, column)) return {};
    std::string text(rows.text(0, column)); // `2026-11-22 17:40:34.123456`, already in UTC
    text[10] = 'T';
    return text + "Z";
}

json read_queue(pg::Connection& connection, const Options& options) {
    const pg::Result queue = connection.query("read the warehouse's lag", sql::queue);
    const std::int64_t encounters = queue.integer(0, 0);
    const std::int64_t members = queue.integer(0, 2);
    return {{"behind", encounters + members > 0},
            {"queued_encounters", count_or_null(encounters, options)},
            {"capped", queue.boolean(0, 1)},
            {"queued_members", count_or_null(members, options)},
            {"oldest", moment_or_null(queue, 3)}};
}

json read_ledger(pg::Connection& connection, const Options& options) {
    const pg::Result sums = connection.query("sum up the ledger", sql::ledger, {options.feed});
    json ledger;
    for (int column = 0; column + 1 < sums.columns(); ++column) {
        const std::string name(sums.column_name(column));
        const bool records = name.ends_with("_records");
        ledger[name] =
            records ? count_or_null(sums.integer(0, column), options) : json(sums.integer(0, column));
    }
    ledger["adds_up"] = sums.boolean(0, sums.columns() - 1);
    return ledger;
}

} // namespace

json no_stamp() {
    return {{"feed", nullptr}, {"warehouse", nullptr}, {"paused_reason", nullptr}};
}

json read_stamp(pg::Connection& connection, const Options& options) {
    json stamp = no_stamp();
    stamp["warehouse"] = read_queue(connection, options);
    const pg::Result checkpoint = connection.query("read the checkpoint", sql::checkpoint, {options.feed});
    if (checkpoint.empty()) return stamp;
    const pg::Result quality = connection.query("read the quality figures", sql::quality, {options.feed});
    stamp["feed"] = options.feed;
    stamp["generation"] = checkpoint.integer(0, 0);
    stamp["batch"] = checkpoint.integer(0, 1);
    stamp["last_row"] = count_or_null(checkpoint.integer(0, 2), options);
    stamp["byte_offset"] = checkpoint.integer(0, 3);
    stamp["committed_at"] = moment_or_null(checkpoint, 4);
    stamp["paused_reason"] = checkpoint.is_null(0, 5) ? json() : json(checkpoint.text(0, 5));
    stamp["quality"] = {{"quarantined_open", count_or_null(quality.integer(0, 0), options)},
                        {"unlabelled", count_or_null(quality.integer(0, 1), options)},
                        {"ledger", read_ledger(connection, options)}};
    return stamp;
}

} // namespace padchestd::dashboard
