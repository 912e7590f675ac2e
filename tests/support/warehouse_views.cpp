#include "support/warehouse_recount.h"

#include <algorithm>

namespace padchestd::tests {

ViewRows read_views(pg::Connection& connection) {
    ViewRows views;
    const auto names = connection.query(
        "list the views", "select viewname from pg_views where schemaname = 'analytics' and viewname not in "
                          "('freshness', 'label_matrix', 'split', 'image_list')");
    for (const pg::Row name : names) {
        const std::string view = name["viewname"].string();
        const auto read = connection.query("read a view", "select * from analytics." + view);
        for (const pg::Row row : read) {
            auto& text = views[view].emplace_back();
            for (const pg::Column& column : read.columns())
                text += (column.number == 0 ? "" : "|") + row[column].optional_string().value_or("");
        }
        if (!read.empty()) std::sort(views[view].begin(), views[view].end());
    }
    return views;
}

} // namespace padchestd::tests
