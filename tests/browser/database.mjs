// A database of the test's own on the server that scripts/with-postgres gives, and the built program working on it.

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseCsv } from './browser.mjs';

const top = fileURLToPath(new URL('../../', import.meta.url));
const program = process.env.PADCHESTD_PROGRAM ?? `${top}build/release/padchestd`;

export class Database {
  constructor(folder) {
    const server = process.env.PADCHESTD_POSTGRES__CONNINFO;
    if (!server) throw new Error('no database server: run this by scripts/with-postgres');
    this.server = server;
    this.name = `padchestd_browser_${process.pid}`;
    this.conninfo = `${server} dbname=${this.name}`;
    this.folder = folder;
    this.ask(`create database ${this.name}`, server);
  }

  drop() {
    this.ask(`drop database ${this.name} with (force)`, this.server);
  }

  // The rows of a query, as texts.
  ask(sql, conninfo = this.conninfo) {
    return parseCsv(
      execFileSync('psql', ['-XqAt', '--csv', '-v', 'ON_ERROR_STOP=1', '-d', conninfo, '-c', sql], {
        encoding: 'utf8',
        maxBuffer: 1 << 28,
      }),
    );
  }

  // Migrates it and loads a made-up feed with a few bad records, as images of the real one's number a study.
  fill(encounters) {
    const feed = ['--encounters', `${encounters}`, '--images-per-study', '1.46', '--bad-records', '0.002'];
    this.run(['feed', 'simulate', '--output', join(this.folder, 'feed.csv'), ...feed]);
    this.run(['ingest', '--once']);
  }

  // Runs the checks of the data; 1 is the end where one of them fails.
  check() {
    try {
      this.run(['quality']);
    } catch (error) {
      if (error.status !== 1) throw error;
    }
  }

  // Runs the program; `settings`: environment on top of the test's own.
  run(words, settings = {}) {
    return execFileSync(program, words, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        PADCHESTD_POSTGRES__CONNINFO: this.conninfo,
        PADCHESTD_FEED__PATH: `${this.folder}/feed.csv`,
        PADCHESTD_STATE__FILE: `${this.folder}/state.json`,
        PADCHESTD_STATE__HEARTBEAT: `${this.folder}/heartbeat.json`,
        ...settings,
      },
    });
  }
}
