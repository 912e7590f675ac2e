// The filters: period in calendar years, age groups, sex, one diagnosis. They hold for every chart whose cube has that
// dimension; where counts are rounded, sums would be wrong or undo the rounding, so only the diagnosis search is left.

import { sexNames } from './charts/patients.js';
import { element, replaceChildren, toggle } from './dom.js';
import { activeFilters, dimension, noFilters, pick, years } from './model.js';

// What there is to choose from.
export function choices(model) {
  const values = (measure, name) => {
    const source = pick(model, measure, [name], noFilters());
    return source ? dimension(source.cube, name).values : [];
  };
  const open = !model.small_cells;
  return {
    years: open ? years(model) : [],
    ages: open ? values('encounters', 'age') : [],
    sexes: open ? values('encounters', 'sex') : [],
    diagnoses: model.diagnoses.map((one) => one.code),
  };
}

export class FilterBar {
  // `changed(filters)` is called after each change by hand.
  constructor(model, changed) {
    this.model = model;
    this.known = choices(model);
    this.changed = changed;
    this.filters = noFilters();
    this.root = element('form', {
      class: 'filters',
      'aria-label': 'Filters',
      onsubmit: (event) => event.preventDefault(),
    });
    this.fill();
  }

  set(filters) {
    this.filters = filters;
    this.fill();
  }

  change(more) {
    const focus = document.activeElement?.dataset?.key;
    this.filters = { ...this.filters, ...more };
    this.fill();
    if (focus) this.root.querySelector(`[data-key="${CSS.escape(focus)}"]`)?.focus();
    this.changed(this.filters);
  }

  fill() {
    const { known } = this;
    const reset = element(
      'button',
      {
        type: 'button',
        class: 'reset',
        'data-key': 'reset',
        'aria-disabled': String(activeFilters(this.filters).length === 0),
        onclick: () => activeFilters(this.filters).length && this.change(noFilters()),
      },
      'Reset',
    );
    replaceChildren(
      this.root,
      known.years.length > 1 && this.period(),
      known.ages.length > 1 && this.group('Age at the encounter', 'ages', known.ages, (age) => age),
      known.sexes.length > 1 && this.group('Sex', 'sexes', known.sexes, (sex) => sexNames[sex] ?? sex),
      known.diagnoses.length > 0 && this.diagnosis(),
      reset,
    );
  }

  period() {
    const { years: all } = this.known;
    const select = (key, label, chosen, allowed, otherwise) =>
      element(
        'select',
        {
          'aria-label': label,
          'data-key': key,
          onchange: (event) =>
            this.change({ [key]: Number(event.target.value) === otherwise ? null : Number(event.target.value) }),
        },
        all.map((year) =>
          element(
            'option',
            { value: year, selected: year === (chosen ?? otherwise), disabled: !allowed(year) },
            year,
          ),
        ),
      );
    const { from, to } = this.filters;
    return element(
      'fieldset',
      {},
      element('legend', {}, 'Period'),
      element(
        'div',
        { class: 'row' },
        select('from', 'From year', from, (year) => to === null || year <= to, all[0]),
        element('span', { 'aria-hidden': 'true' }, '–'),
        select('to', 'To year', to, (year) => from === null || year >= from, all[all.length - 1]),
      ),
    );
  }

  // Buttons of which any number can be on; all on (or all off) is no filter.
  group(label, key, values, nameOf) {
    const chosen = this.filters[key];
    const flip = (value) => {
      const next = new Set(chosen ?? []);
      if (!next.delete(value)) next.add(value);
      this.change({ [key]: next.size === 0 || next.size === values.length ? null : next });
    };
    return element(
      'fieldset',
      {},
      element('legend', {}, label),
      element(
        'div',
        { class: 'row chips' },
        values.map((value) =>
          toggle(nameOf(value), chosen?.has(value) ?? false, () => flip(value), { 'data-key': `${key}-${value}` }),
        ),
      ),
    );
  }

  diagnosis() {
    const chosen = this.filters.diagnosis;
    const { diagnoses } = this.model;
    const find = (text) =>
      diagnoses.find((one) => one.text.toLowerCase() === text) ?? diagnoses.find((one) => one.code === text);
    const choose = (event) => {
      const text = event.target.value.trim().toLowerCase();
      const found = text ? (find(text) ?? onlyMatch(diagnoses, text)) : null;
      this.hint.textContent = text && !found ? 'Choose a term from the list.' : '';
      if (found || !text) if ((found?.code ?? null) !== chosen) this.change({ diagnosis: found?.code ?? null });
    };
    const input = element('input', {
      type: 'search',
      list: 'diagnosis-list',
      placeholder: 'all diagnoses',
      'data-key': 'diagnosis',
      'aria-label': 'Diagnosis',
      'aria-describedby': 'diagnosis-hint',
      autocomplete: 'off',
      onchange: choose,
      oninput: (event) => (find(event.target.value.trim().toLowerCase()) || !event.target.value) && choose(event),
    });
    input.value = chosen === null ? '' : this.model.diagnosis.get(chosen).text;
    this.hint = element('span', { class: 'hint', id: 'diagnosis-hint', role: 'status' });
    return element(
      'fieldset',
      {},
      element('legend', {}, 'Diagnosis'),
      element(
        'div',
        { class: 'row' },
        input,
        this.hint,
        element(
          'datalist',
          { id: 'diagnosis-list' },
          diagnoses.map((one) => element('option', { value: one.text })),
        ),
      ),
    );
  }
}

function onlyMatch(diagnoses, text) {
  const matches = diagnoses.filter((one) => one.text.toLowerCase().includes(text));
  return matches.length === 1 ? matches[0] : null;
}

// The filters in use, in words: 'from 2010, aged 0-17, female, cardiomegaly'.
export function selectionText(model, { from, to, ages, sexes, diagnosis }) {
  const parts = [];
  if (from !== null && to !== null) parts.push(from === to ? `in ${from}` : `${from} to ${to}`);
  else if (from !== null) parts.push(`from ${from}`);
  else if (to !== null) parts.push(`to ${to}`);
  if (ages) parts.push(`aged ${[...ages].join(' or ')}`);
  if (sexes) parts.push([...sexes].map((sex) => (sexNames[sex] ?? sex).toLowerCase()).join(' or '));
  if (diagnosis !== null) parts.push(model.diagnosis.get(diagnosis).text);
  return parts.join(', ');
}
