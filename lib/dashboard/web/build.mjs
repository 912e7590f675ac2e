// Makes the page: style, chart library and the modules of src/ in one HTML file, with room for the model.
//   node build.mjs OUTPUT
// No bundler: each module becomes a function that returns its exports, in the order of its imports. Understood are
// `import { a, b as c } from './file.js';` and `export` before function, class and const: the page needs no more.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';

const here = dirname(fileURLToPath(import.meta.url));
const read = (file) => readFileSync(join(here, file), 'utf8');

const library = 'node_modules/plotly.js-cartesian-dist-min/plotly-cartesian.min.js';
if (!existsSync(join(here, library))) {
  console.error(`the dashboard's chart library is not installed: run scripts/setup, or npm ci --prefix ${here}`);
  process.exit(1);
}

const modules = new Map(); // file → JavaScript, each after those it imports
function bundle(file, path = []) {
  if (path.includes(file)) throw new Error(`circular import: ${[...path, file].join(' → ')}`);
  if (modules.has(file)) return;
  const exported = [];
  const text = readFileSync(file, 'utf8')
    .replace(/^import \{([^}]*)\} from '(\.[^']*)';$/gm, (_, names, from) => {
      const target = resolve(dirname(file), from);
      bundle(target, [...path, file]);
      return `const {${names.replace(/ as /g, ': ')}} = ${nameOf(target)};`;
    })
    .replace(/^export ((?:async )?function|class|const) (\w+)/gm, (_, kind, name) => {
      exported.push(name);
      return `${kind} ${name}`;
    });
  const odd = /^(import|export)\b.*$/m.exec(text);
  if (odd) throw new Error(`${file}: not understood by build.mjs: ${odd[0]}`);
  modules.set(file, `const ${nameOf(file)} = (() => {\n${text}\nreturn { ${exported.join(', ')} };\n})();\n`);
}
const nameOf = (file) => `m_${relative(join(here, 'src'), file).replace(/\.js$/, '').replace(/\W/g, '_')}`;

bundle(join(here, 'src/main.js'));
const program = `'use strict';\n{\n${[...modules.values()].join('\n')}}\n`;
new Script(program, { filename: 'dashboard.js' }); // a syntax error stops the build, not the page

const plotly = read(library).trimEnd();
const notice = read('node_modules/plotly.js-cartesian-dist-min/LICENSE').trim();
const scripts = { PLOTLY: `/*\n${notice}\n*/\n${plotly}\n`, PROGRAM: program };
for (const text of Object.values(scripts)) {
  if (/<\/script|<!--/i.test(text)) throw new Error('a script would end its own element');
}

// Nothing may be fetched; only the two scripts of this build run, whatever the model's text holds. Plotly sets styles
// on elements and draws PNG files through an image.
const hash = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const policy = [
  "default-src 'none'",
  `script-src ${Object.values(scripts).map(hash).join(' ')}`,
  "style-src 'unsafe-inline'",
  'img-src data: blob:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const parts = { POLICY: policy, STYLE: read('style.css').trim(), ...scripts };
const page = read('page.html').replace(/@(POLICY|STYLE|PLOTLY|PROGRAM)@/g, (_, name) => parts[name]);
if (page.split('@MODEL@').length !== 2) throw new Error('the page must have one @MODEL@');

const output = process.argv[2];
if (!output) throw new Error('usage: node build.mjs OUTPUT');
mkdirSync(dirname(resolve(output)), { recursive: true });
writeFileSync(output, page);
