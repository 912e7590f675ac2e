// A chart's numbers as a table: made when it is opened, scrolls by keyboard, numbers aligned. A long one is cut, and says
// so: the CSV file has all of it.

import { count, decimal, percent } from './format.js';
import { element } from './dom.js';

// Column kinds: 'text', 'count', 'share' (a part, shown in per cent), 'decimal'.
const show = { text: (value) => value, count, share: percent, decimal };

const kMostRows = 250;

// `table.short`: the rows to show where that is not simply the first ones.
export function makeTable(caption, table) {
  const rows = table.short ?? table.rows.slice(0, kMostRows);
  const cut =
    rows.length < table.rows.length
      ? ` (${count(rows.length)} of ${count(table.rows.length)} rows; the CSV file has all)`
      : '';
  const head = table.columns.map((one) =>
    element('th', { scope: 'col', class: one.kind === 'text' ? null : 'number' }, one.label),
  );
  const body = rows.map((row) =>
    element(
      'tr',
      {},
      row.map((value, at) => {
        const { kind } = table.columns[at];
        return kind === 'text'
          ? element(at === 0 ? 'th' : 'td', { scope: at === 0 ? 'row' : null }, value ?? '')
          : element('td', { class: 'number' }, show[kind](value));
      }),
    ),
  );
  return element(
    'div',
    { class: 'table', tabindex: '0', role: 'region', 'aria-label': `${caption}, as a table` },
    element(
      'table',
      {},
      element('caption', {}, caption, cut),
      element('thead', {}, element('tr', {}, head)),
      element('tbody', {}, body),
    ),
  );
}
