#pragma once
// Keeps rival daemons apart: a session advisory lock a feed, on the connection that writes. It saves work;
// what makes two writers safe is the checkpoint's compare-and-set. Where session locks mean nothing,
// through a pooler in transaction mode, it is not taken.

#include "pg/connection.h"

#include <chrono>
#include <string_view>

namespace padchestd::store {

enum class LockState {
    held,       // ours, for as long as the connection lives
    not_needed, // through a pooler: the compare-and-set alone decides
    rival,      // another session holds it
};

// Tries once, without waiting; writes nothing.
[[nodiscard]] LockState try_writer_lock(pg::Connection& connection, std::string_view feed);

// Whether the rival counts as stopped: its backend waits for it, and has not changed state for
// `takeover_after`. If so, its backend is ended (pg_terminate_backend), and the lock is tried again. Call
// it only while work waits.
[[nodiscard]] LockState take_over(pg::Connection& connection, std::string_view feed,
                                  std::chrono::milliseconds takeover_after);

// Ends what stopped programs of this project have left open in this database: a daemon that was stopped
// while it migrated or seeded holds no writer's lock, but locks that the next one waits for. Returns how
// many.
std::int64_t end_stopped_transactions(pg::Connection& connection, std::chrono::milliseconds takeover_after);

} // namespace padchestd::store
