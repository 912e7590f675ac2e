#pragma once
// How the program ends, by sysexits.h; the systemd unit knows them (RestartPreventExitStatus).

namespace padchestd::util {

enum class ExitCode : int {
    ok = 0,
    difference = 1,     // verify or audit found one
    usage = 64,         // the command line is wrong
    data = 65,          // the input is wrong as a whole (a missing column)
    no_input = 66,      // the input cannot be opened
    unavailable = 69,   // the database is not there
    software = 70,      // a defect of ours
    cannot_create = 73, // an output cannot be written
    io = 74,
    temporary = 75,  // try again: another daemon holds the feed, an interrupted run
    permission = 77, // the database or the system refuses this user
    config = 78,     // the configuration is wrong
};

} // namespace padchestd::util
