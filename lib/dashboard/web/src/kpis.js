// The figures on top: encounters, images, patients, studies per patient.

import { element, replaceChildren } from './dom.js';
import { count, decimal } from './format.js';
import { activeFilters, dimension, encounterSource, filterNames, pick, sums, total } from './model.js';

export class Kpis {
  constructor(model) {
    this.model = model;
    this.root = element('dl', { class: 'kpis', 'aria-label': 'Key figures' });
  }

  render(filters) {
    const figures = [
      encounters(this.model, filters),
      images(this.model, filters),
      patients(this.model, filters),
      average(this.model, filters),
    ];
    replaceChildren(
      this.root,
      figures
        .filter(Boolean)
        .map((one) =>
          element(
            'div',
            { class: 'kpi', id: `kpi-${one.id}` },
            element('dt', {}, one.label),
            element('dd', { class: 'value' }, one.value),
            element('dd', { class: 'detail' }, one.detail, missed(one.ignored)),
            one.picture,
          ),
        ),
    );
  }
}

const missed = (ignored) =>
  ignored.length > 0 &&
  element('span', { class: 'missed' }, `not filtered by ${ignored.map((name) => filterNames[name]).join(', ')}`);

function encounters(model, filters) {
  if (activeFilters(filters).length === 0 || model.small_cells) {
    const ignored = activeFilters(filters);
    return {
      id: 'encounters',
      label: 'Encounters',
      value: count(model.totals.encounters),
      detail: 'imaging studies',
      ignored,
    };
  }
  const source = encounterSource(model, ['month'], filters);
  return {
    id: 'encounters',
    label: 'Encounters',
    value: count(total(sums(source.cube, [], filters))),
    detail: `of ${count(model.totals.encounters)}`,
    ignored: source.ignored,
  };
}

function images(model, filters) {
  if (model.totals.images === undefined) return null;
  const source = pick(model, 'procedures', ['year'], filters);
  const filtered =
    source && !model.small_cells && activeFilters(filters).some((name) => !source.ignored.includes(name));
  return {
    id: 'images',
    label: 'Images',
    value: count(filtered ? total(sums(source.cube, [], filters)) : model.totals.images),
    detail: filtered ? `of ${count(model.totals.images)}` : 'chest X-ray images',
    ignored: source?.ignored ?? activeFilters(filters),
  };
}

// Patients and studies as far as the distribution follows the filters (it knows sex).
function people(model, filters) {
  const source = pick(model, 'patients', ['studies'], filters);
  const follows =
    source && !model.small_cells && activeFilters(filters).some((name) => !source.ignored.includes(name));
  if (!follows) return { totals: model.totals, ignored: source?.ignored ?? activeFilters(filters), source };
  const studies = dimension(source.cube, 'studies').values;
  const n = sums(source.cube, ['studies'], filters);
  const seen = total(n.filter((_, at) => studies[at] > 0));
  const pool = total(n);
  const held = total(n.map((one, at) => one * studies[at]));
  return {
    source,
    ignored: source.ignored,
    totals: {
      patients_with_studies: seen,
      patients_in_pool: pool,
      avg_per_patient: seen ? held / seen : 0,
      avg_per_pool_patient: pool ? held / pool : 0,
    },
  };
}

function patients(model, filters) {
  const { totals, ignored } = people(model, filters);
  return {
    id: 'patients',
    label: 'Patients with a study',
    value: count(totals.patients_with_studies),
    ignored,
    detail: `of ${count(totals.patients_in_pool)} in the synthetic pool`,
  };
}

function average(model, filters) {
  const { totals, ignored, source } = people(model, filters);
  return {
    id: 'average',
    label: 'Studies per patient',
    value: decimal(totals.avg_per_patient),
    ignored,
    detail: `of those with a study; ${decimal(totals.avg_per_pool_patient)} over the pool`,
    picture: source && sparkline(source.cube, filters),
  };
}

// The distribution as a line, 120 × 28; the chart below has its figures.
function sparkline(cube, filters) {
  const studies = dimension(cube, 'studies').values;
  const n = sums(cube, ['studies'], filters)
    .map((one) => one ?? 0)
    .filter((_, at) => studies[at] > 0);
  const most = Math.max(...n, 1);
  const points = n.map(
    (one, at) => `${((120 * at) / Math.max(n.length - 1, 1)).toFixed(1)},${(27 - (26 * one) / most).toFixed(1)}`,
  );
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  for (const [name, value] of Object.entries({
    viewBox: '0 0 120 28',
    class: 'sparkline',
    'aria-hidden': 'true',
    preserveAspectRatio: 'none',
  }))
    svg.setAttribute(name, value);
  const area = document.createElementNS(svg.namespaceURI, 'polygon');
  area.setAttribute('points', `0,28 ${points.join(' ')} 120,28`);
  svg.append(area);
  return element('dd', { class: 'picture' }, svg);
}
