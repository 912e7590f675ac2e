// Numbers, months and untrusted labels as people read them. The page is in English whatever the browser's language,
// so that two readers of one file see the same text.

const integers = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const decimals = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const percents = new Intl.NumberFormat('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

export const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

// A withheld count (null) is shown as such, never as 0.
export const count = (value) => (value === null || value === undefined ? 'withheld' : integers.format(value));
export const decimal = (value) => (value === null || value === undefined ? 'withheld' : decimals.format(value));
export const percent = (part) => (part === null || !Number.isFinite(part) ? '–' : `${percents.format(100 * part)}%`);
export const plural = (value, one, many = `${one}s`) => `${count(value)} ${value === 1 ? one : many}`;

// '2014-05' as 'May 2014'.
export const monthText = (month) => `${monthNames[Number(month.slice(5, 7)) - 1]} ${month.slice(0, 4)}`;

// '2026-11-22T17:40:34.123456Z' as '2026-11-22 17:40 UTC'.
export const momentText = (stamp) => (stamp ? `${stamp.slice(0, 10)} ${stamp.slice(11, 16)} UTC` : 'never');

export function bytesText(bytes) {
  if (bytes < 1000) return `${count(bytes)} B`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  const power = Math.min(Math.floor(Math.log10(bytes) / 3), units.length);
  return `${percents.format(bytes / 1000 ** power)} ${units[power - 1]}`;
}

export function shorten(text, most) {
  const letters = [...text];
  return letters.length <= most
    ? text
    : `${letters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`;
}

// Plotly reads a small HTML dialect, links included, in every text: this takes all meaning out of it.
export const plotText = (text) =>
  String(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

// One cell of a CSV file. A text that a spreadsheet would run as a formula gets a leading apostrophe.
export function csvCell(value) {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export const csv = (columns, rows) =>
  [columns, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n') + '\r\n';
