#include "pg/error.h"

#include <algorithm>
#include <array>

namespace padchestd::pg {

namespace {

using util::ExitCode;

bool in_class(std::string_view sqlstate, std::string_view two_characters) {
    return sqlstate.substr(0, 2) == two_characters;
}

std::string describe(std::string_view attempt, const Diagnosis& diagnosis) {
    std::string text = "cannot " + std::string(attempt) + ": SQLSTATE " + diagnosis.sqlstate;
    const auto add = [&text](std::string_view what, const std::string& name) {
        if (!name.empty()) text += ", " + std::string(what) + " " + name;
    };
    add("table", diagnosis.schema.empty() ? diagnosis.table : diagnosis.schema + "." + diagnosis.table);
    add("column", diagnosis.column);
    add("constraint", diagnosis.constraint);
    return text;
}

struct Advice {
    std::string_view prefix; // of the SQLSTATE; the first that fits counts
    ExitCode exit_code;
    std::string_view hint;
};

constexpr std::array<Advice, 14> kAdvice{{
    {"28", ExitCode::permission,
     "does postgres.conninfo name the right user and password (or passfile), and does pg_hba.conf let it "
     "in?"},
    {"3D000", ExitCode::config, "does the database that postgres.conninfo names exist?"},
    {"42501", ExitCode::permission, "has this role the rights on that table (docs/runbook.md lists them)?"},
    {"42", ExitCode::config, "does the schema fit this program: what does `padchestd migrate --status` say?"},
    {"3F", ExitCode::config, "does the schema fit this program: what does `padchestd migrate --status` say?"},
    {"08", ExitCode::unavailable, "is Postgres running and reachable where postgres.conninfo points?"},
    {"57P", ExitCode::unavailable, "is Postgres starting, stopping or recovering?"},
    {"57014", ExitCode::temporary,
     "does another session hold a lock, or is postgres.statement_timeout too short?"},
    {"55P03", ExitCode::temporary, "which session holds the lock (pg_locks, pg_stat_activity)?"},
    {"40", ExitCode::temporary, "which other session writes the same rows?"},
    {"53", ExitCode::temporary, "has the server disk space, memory and free connections?"},
    {"25006", ExitCode::temporary,
     "is this a standby: does postgres.conninfo say target_session_attrs=read-write?"},
    {"22", ExitCode::data, "which record holds a value that the column cannot take?"},
    {"23", ExitCode::data, "which record breaks the constraint?"},
}};

const Advice* advice_for(std::string_view sqlstate) {
    const auto* found = std::find_if(kAdvice.begin(), kAdvice.end(), [&](const Advice& advice) {
        return sqlstate.substr(0, advice.prefix.size()) == advice.prefix;
    });
    return found == kAdvice.end() ? nullptr : found;
}

std::string hint_for(std::string_view sqlstate) {
    const Advice* advice = advice_for(sqlstate);
    return std::string(
        advice != nullptr ? advice->hint
                          : "which error has this SQLSTATE in Postgres' list, or in a function of your own?");
}

// The server itself reports class 08 only of a server that it speaks to in turn.
std::string hint_of_server(const Diagnosis& diagnosis) {
    if (in_class(diagnosis.sqlstate, "08"))
        return "is a worker of the cluster away? On the coordinator: select * from "
               "run_command_on_workers('select 1')";
    return hint_for(diagnosis.sqlstate);
}

ExitCode exit_code_for(std::string_view sqlstate) {
    const Advice* advice = advice_for(sqlstate);
    return advice != nullptr ? advice->exit_code : ExitCode::software;
}

} // namespace

bool is_transient(std::string_view sqlstate) {
    if (in_class(sqlstate, "08") || in_class(sqlstate, "40") || in_class(sqlstate, "53")) return true;
    return sqlstate.substr(0, 4) == "57P0" || sqlstate == "57014" || sqlstate == "55P03" ||
           sqlstate == "25006";
}

bool is_data_error(std::string_view sqlstate) {
    return in_class(sqlstate, "22") || in_class(sqlstate, "23") || in_class(sqlstate, "54");
}

Error::Error(std::string_view attempt, Diagnosis diagnosis)
    : Failure(describe(attempt, diagnosis), hint_of_server(diagnosis), exit_code_for(diagnosis.sqlstate))
    , diagnosis_(std::move(diagnosis)) {}

Error::Error(std::string_view attempt, std::string_view sqlstate, std::string_view reason)
    : Failure("cannot " + std::string(attempt) + ": " + std::string(reason), hint_for(sqlstate),
              exit_code_for(sqlstate)) {
    diagnosis_.sqlstate = sqlstate;
    diagnosis_.severity = "FATAL";
}

Interrupted::Interrupted(std::string_view attempt)
    : Failure("stopped before it could " + std::string(attempt),
              "start again: the work goes on where the checkpoint is", ExitCode::temporary) {}

} // namespace padchestd::pg
