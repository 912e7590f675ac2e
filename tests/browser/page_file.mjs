// A page made without the program: the built page with a model put in, escaped as writer.cpp does it.

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const web = fileURLToPath(new URL('../../lib/dashboard/web/', import.meta.url));

export function writePage(file, model) {
  execFileSync(process.execPath, [`${web}build.mjs`, file]);
  const json = JSON.stringify(model).replaceAll('<', '\\u003c');
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace('@MODEL@', () => json),
  );
}
