// The page: reads the model inside it, makes the parts, keeps filters, hash and charts together.

import { Card } from './card.js';
import { checks } from './charts/checks.js';
import { clusters } from './charts/clusters.js';
import { diagnoses } from './charts/diagnoses.js';
import { encounters } from './charts/encounters.js';
import { keywords } from './charts/keywords.js';
import { methods } from './charts/methods.js';
import { pairs } from './charts/pairs.js';
import { patients } from './charts/patients.js';
import { procedures } from './charts/procedures.js';
import { announce, element } from './dom.js';
import { count } from './format.js';
import { FilterBar, selectionText } from './filter_bar.js';
import { readHash, writeHash } from './hash.js';
import { Kpis } from './kpis.js';
import { encounterSource, noFilters, sums, total, without } from './model.js';
import { RenderQueue } from './render_queue.js';
import { qualityCard, sourceText, stampLine, warnings } from './stamp.js';
import { readTheme } from './theme.js';
import { ThemeSwitch } from './theme_switch.js';

const charts = [encounters, diagnoses, patients, procedures, pairs, clusters, methods, keywords, checks];

function readModel() {
  const model = JSON.parse(document.getElementById('model').textContent);
  model.diagnosis = new Map(model.diagnoses.map((one) => [one.code, one]));
  model.pairs = model.pairs.map(([left, right, n]) =>
    pairOf(model, model.diagnoses[left], model.diagnoses[right], n),
  );
  const byCodes = new Map(
    model.pairs.flatMap((pair) => [
      [`${pair.a}\n${pair.b}`, pair],
      [`${pair.b}\n${pair.a}`, pair],
    ]),
  );
  model.pair = (a, b) => byCodes.get(`${a}\n${b}`) ?? null;
  return model;
}

// Support and lift as analytics.diagnosis_pairs has them.
function pairOf(model, a, b, n) {
  const all = model.totals.encounters;
  return { a: a.code, b: b.code, n, support: n / all, lift: (n * all) / (a.n * b.n) };
}

function emptyPage(model, main) {
  main.append(
    ...warnings(model),
    element(
      'section',
      { class: 'card wide missing' },
      element('h2', {}, model.missing.what),
      element('p', {}, 'This page shows what the warehouse holds. To fill it:'),
      element('pre', { tabindex: '0' }, model.missing.how),
    ),
  );
}

class Dashboard {
  constructor(model, main) {
    this.model = model;
    this.theme = readTheme();
    this.filterBar = new FilterBar(model, (filters) => this.filter(filters));
    this.kpis = new Kpis(model);
    this.cards = charts
      .filter((chart) => chart.available?.(model) ?? true)
      .map(
        (chart) =>
          new Card(chart, {
            model,
            filters: () => this.filterBar.filters,
            theme: () => this.theme,
            changed: () => this.link(),
            selection: (ignored) => selectionText(model, without(ignored, this.filterBar.filters)),
            source: () => sourceText(model),
          }),
      );
    const grid = element(
      'div',
      { class: 'grid' },
      this.cards.map((card) => card.root),
      qualityCard(model),
    );
    this.selection = element('p', { class: 'selection' });
    main.append(...warnings(model), this.filterBar.root, this.selection, this.kpis.root, grid);
    this.queue = new RenderQueue(this.cards);
    this.known = {
      ...this.filterBar.known,
      views: Object.fromEntries(this.cards.map((card) => [card.chart.id, card.chart.views.map((one) => one.id)])),
    };
    addEventListener('hashchange', () => this.follow(location.hash));
    this.follow(location.hash);
  }

  // Takes the state that a link or the browser's history holds.
  follow(hash) {
    const { filters, views } = readHash(hash, this.known);
    this.filterBar.set(filters);
    for (const card of this.cards) {
      const view = views[card.chart.id] ?? card.chart.views[0].id;
      if (view !== card.view) card.setView(view, true);
    }
    this.show();
  }

  filter(filters) {
    performance.mark('filter');
    this.link();
    this.show(() => performance.measure('padchestd: filter', 'filter'));
    const text = selectionText(this.model, filters);
    const source = encounterSource(this.model, ['month'], filters);
    announce(text ? `${count(total(sums(source.cube, [], filters)))} encounters: ${text}` : 'All filters are off');
  }

  show(whenDrawn) {
    const text = selectionText(this.model, this.filterBar.filters ?? noFilters());
    this.selection.textContent = text ? `Showing ${text}` : 'Showing everything';
    this.kpis.render(this.filterBar.filters);
    this.queue.all(whenDrawn);
  }

  link() {
    const views = Object.fromEntries(
      this.cards.filter((card) => card.view !== card.chart.views[0].id).map((card) => [card.chart.id, card.view]),
    );
    history.replaceState(null, '', writeHash(this.filterBar.filters, views) || location.pathname + location.search);
  }

  repaint() {
    this.theme = readTheme();
    this.queue.all();
  }
}

function start() {
  const main = document.querySelector('main');
  const model = readModel();
  document.querySelector('.title').append(stampLine(model));
  document
    .querySelector('footer')
    .append(
      element(
        'p',
        {},
        sourceText(model),
        '. Aggregates only: the page holds no row, report or identifier of the feed.',
      ),
    );
  const themes = new ThemeSwitch();
  document.querySelector('header').append(themes.root);
  if (model.missing) {
    emptyPage(model, main);
  } else {
    const dashboard = new Dashboard(model, main);
    themes.changed = () => dashboard.repaint();
    // The chart library follows this script, so that the figures do not wait for it.
    addEventListener('DOMContentLoaded', () => dashboard.queue.start());
    addEventListener('beforeprint', () => {
      themes.forPrint(true);
      dashboard.theme = readTheme();
      dashboard.queue.now();
    });
    addEventListener('afterprint', () => {
      themes.forPrint(false);
      dashboard.repaint();
    });
  }
  document.documentElement.dataset.ready = 'true';
  performance.mark('padchestd: ready');
}

start();
