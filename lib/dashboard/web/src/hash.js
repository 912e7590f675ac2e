// The page's state in the URL's hash, so that a link opens what its sender saw:
// #from=2010&to=2014&age=0-17,18-34&sex=F&dx=cardiomegaly&encounters=yoy

import { noFilters } from './model.js';

const list = (text, known) => {
  if (text === null) return null;
  const chosen = new Set(text.split(',').filter((one) => known.includes(one)));
  return chosen.size === 0 || chosen.size === known.length ? null : chosen;
};

const year = (text, known) => (known.includes(Number(text)) ? Number(text) : null);

// The hash's filters, as far as this page's data has them; anything else in it is ignored. `known`: the values there are.
export function readHash(hash, known) {
  const parameters = new URLSearchParams(hash.replace(/^#/, ''));
  const filters = noFilters();
  filters.from = year(parameters.get('from'), known.years);
  filters.to = year(parameters.get('to'), known.years);
  if (filters.from !== null && filters.to !== null && filters.from > filters.to) filters.from = filters.to = null;
  filters.ages = list(parameters.get('age'), known.ages);
  filters.sexes = list(parameters.get('sex'), known.sexes);
  filters.diagnosis = known.diagnoses.includes(parameters.get('dx')) ? parameters.get('dx') : null;
  const views = {};
  for (const [chart, names] of Object.entries(known.views)) {
    if (names.includes(parameters.get(chart))) views[chart] = parameters.get(chart);
  }
  return { filters, views };
}

// The other way. Defaults are left out: the hash of an untouched page is empty. `views`: those not at their default.
export function writeHash(filters, views) {
  const parameters = new URLSearchParams();
  if (filters.from !== null) parameters.set('from', filters.from);
  if (filters.to !== null) parameters.set('to', filters.to);
  if (filters.ages) parameters.set('age', [...filters.ages].join(','));
  if (filters.sexes) parameters.set('sex', [...filters.sexes].join(','));
  if (filters.diagnosis !== null) parameters.set('dx', filters.diagnosis);
  for (const [chart, view] of Object.entries(views)) parameters.set(chart, view);
  const text = parameters.toString().replaceAll('%2C', ',');
  return text ? `#${text}` : '';
}
