// A chart's numbers as a table: made when it is opened, scrolls by keyboard, numbers aligned.

import { count, decimal, percent } from './format.js';
import { element } from './dom.js';

// Column kinds: 'text', 'count', 'share' (a part, shown in per cent), 'decimal'.
const show = { text: (value) => value, count, share: percent, decimal };

export function makeTable(caption, table) {
  const head = table.columns.map((one) => element('th', { scope: 'col', class: one.kind === 'text' ? null : 'number' }, one.label));
  const body = table.rows.map((row) => element('tr', {}, row.map((value, at) => {
    const { kind } = table.columns[at];
    return kind === 'text' ? element(at === 0 ? 'th' : 'td', { scope: at === 0 ? 'row' : null }, value ?? '')
      : element('td', { class: 'number' }, show[kind](value));
  })));
  return element('div', { class: 'table', tabindex: '0', role: 'region', 'aria-label': `${caption}, as a table` },
    element('table', {}, element('caption', {}, caption), element('thead', {}, element('tr', {}, head)), element('tbody', {}, body)));
}
