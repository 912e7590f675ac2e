// One chart's card: heading, buttons, chart, legend, the keyboard's cursor, table and exports. Knows Plotly and the
// page's elements; what is drawn comes from the chart's own file in charts/.

import { fillTools } from './card_tools.js';
import { Cursor } from './cursor.js';
import { announce, element, replaceChildren, toggle } from './dom.js';
import { saveImage } from './download.js';
import { filterNames } from './model.js';
import { makeTable } from './table.js';
import { zoomBy, zoomReset } from './zoom.js';

// By model.patient_draw.
const synthetic = {
  uniform:
    'Draw: uniform. Age and sex belong to synthetic patients, drawn at random for each study: differences between groups mean nothing for real people.',
  matched:
    'Draw: matched. Each study has a synthetic patient of the same sex, within two years of age: groups of age and sex compare, studies per patient mean nothing.',
  by_patient:
    'Draw: by_patient. All studies of a source patient have one synthetic patient: studies per patient are the feed\u2019s, age and sex mean nothing.',
};
const rounded = (least) => `Counts are rounded down to multiples of ${least}; counts below ${least} are withheld.`;
const config = { displayModeBar: false, responsive: false, doubleClick: 'reset', scrollZoom: false };

export class Card {
  // `page`: { model, filters(), theme(), changed() } of the page around it.
  constructor(chart, page) {
    this.chart = chart;
    this.page = page;
    this.view = chart.views[0].id;
    this.switches = Object.fromEntries((chart.switches ?? []).map((one) => [one.id, false]));
    this.hidden = new Set();
    this.tableShown = false;
    this.build();
    this.stale = true;
    this.cursor = new Cursor(this.readout);
  }

  // Whether what is drawn is out of date.
  get stale() {
    return this.outdated;
  }

  set stale(outdated) {
    this.outdated = outdated;
    this.root.setAttribute('aria-busy', String(outdated));
  }

  get zoom() {
    return typeof this.chart.zoom === 'function' ? this.chart.zoom(this.view) : this.chart.zoom;
  }

  build() {
    const { chart } = this;
    const id = `chart-${chart.id}`;
    this.subtitle = element('p', { class: 'subtitle' });
    this.tools = element('div', { class: 'tools' });
    this.unreached = element('p', { class: 'unreached', hidden: true });
    this.summary = element('p', { class: 'summary', id: `${id}-summary` });
    this.legend = element('div', { class: 'legend', role: 'group', 'aria-label': `${chart.title}: series` });
    this.plot = element('div', { class: 'plot', 'aria-hidden': 'true' });
    this.frame = element(
      'div',
      {
        class: 'frame',
        tabindex: '0',
        role: 'application',
        'aria-roledescription': 'chart',
        'aria-label': chart.title,
        'aria-describedby': `${id}-summary keyboard-help`,
        onkeydown: (event) => this.onKey(event),
        onblur: () => this.cursor.clear(),
      },
      this.plot,
    );
    this.readout = element('p', { class: 'readout', 'aria-hidden': 'true' });
    this.notes = element('ul', { class: 'notes' });
    this.tableSlot = element('div', { class: 'table-slot', id: `${id}-table` });
    this.root = element(
      'section',
      { class: chart.wide ? 'card wide' : 'card', id, 'aria-labelledby': `${id}-title` },
      element('h2', { id: `${id}-title` }, chart.title),
      this.subtitle,
      this.tools,
      this.unreached,
      this.legend,
      this.frame,
      this.readout,
      this.summary,
      this.notes,
      this.tableSlot,
    );
    fillTools(this);
  }

  fileName() {
    return `padchest-${this.chart.id}${this.chart.views.length > 1 ? `-${this.view}` : ''}`;
  }

  setView(view, quietly = false) {
    if (!this.chart.views.some((one) => one.id === view)) return;
    const focused = this.tools.contains(document.activeElement);
    this.view = view;
    fillTools(this);
    if (focused) this.tools.querySelector('[aria-pressed="true"]')?.focus();
    if (quietly) this.stale = true;
    else {
      this.render();
      this.page.changed();
    }
  }

  flip(id) {
    this.switches[id] = !this.switches[id];
    fillTools(this);
    this.tools.querySelector(`[data-switch="${id}"]`)?.focus();
    this.render();
  }

  // The chart's numbers under the present filters.
  table() {
    if (this.stale) this.render();
    return this.drawing.table;
  }

  setTable(shown) {
    this.tableShown = shown;
    const button = this.tools.querySelector('[aria-expanded]');
    button.setAttribute('aria-expanded', String(shown));
    this.fillTable();
  }

  fillTable() {
    replaceChildren(this.tableSlot, this.tableShown && makeTable(this.chart.title, this.table()));
  }

  draw(width) {
    const { model } = this.page;
    const context = {
      model,
      filters: this.page.filters(),
      theme: this.page.theme(),
      view: this.view,
      switches: this.switches,
      hidden: this.hidden,
      width,
    };
    const drawing = this.chart.build(context);
    for (const trace of drawing.traces) if (this.hidden.has(trace.name)) trace.visible = false;
    const spoken = drawing.traces.map((trace) => (trace.visible === false ? null : trace.spoken));
    const traces = drawing.traces.map(({ spoken: _, ...trace }) => trace);
    return { legend: [], ...drawing, traces, spoken };
  }

  // Not yet, where the page has no size (a tab in the background): a chart of no width is no chart.
  hasRoom() {
    return this.frame.clientWidth >= 120;
  }

  render() {
    this.stale = false;
    const width = this.frame.clientWidth;
    this.drawing = this.draw(width);
    const { drawing } = this;
    this.subtitle.textContent = drawing.subtitle;
    this.summary.textContent = drawing.summary;
    this.fillNotes();
    this.fillLegend();
    if (this.tableShown) this.fillTable();
    if (drawing.empty) {
      Plotly.purge(this.plot);
      replaceChildren(this.plot, element('p', { class: 'empty' }, drawing.empty));
      this.cursor.reset(this.plot, [], drawing.keys);
      return;
    }
    if (!this.plot.data) this.plot.replaceChildren();
    const selection = JSON.stringify([this.view, drawing.table.rows.length]);
    Plotly.react(this.plot, drawing.traces, { ...drawing.layout, width, uirevision: selection }, config);
    this.cursor.reset(this.plot, drawing.spoken, drawing.keys);
  }

  fillNotes() {
    const { model } = this.page;
    const notes = [...this.drawing.notes];
    if (this.chart.synthetic) notes.push(synthetic[model.patient_draw ?? 'uniform']);
    if (model.small_cells) notes.push(rounded(model.small_cells));
    replaceChildren(
      this.notes,
      notes.map((note) => element('li', {}, note)),
    );
    const missed = this.drawing.ignored.map((name) => filterNames[name]);
    this.unreached.hidden = missed.length === 0;
    this.unreached.textContent = missed.length
      ? `Not filtered by ${missed.join(', ')}: the figures are not kept that way.`
      : '';
  }

  fillLegend() {
    const focused = this.legend.contains(document.activeElement) ? document.activeElement.dataset.name : null;
    const entries = this.drawing.legend.map((one) =>
      toggle(
        [
          element('span', { class: 'swatch', style: `background:${one.colour}` }),
          one.name,
          one.note ? element('span', { class: 'amount' }, one.note) : null,
        ],
        !this.hidden.has(one.name),
        () => this.toggleSeries(one.name),
        { 'data-name': one.name },
      ),
    );
    this.legend.hidden = entries.length === 0;
    replaceChildren(this.legend, entries);
    if (focused !== null) entries.find((one) => one.dataset.name === focused)?.focus();
  }

  toggleSeries(name) {
    if (!this.hidden.delete(name)) this.hidden.add(name);
    this.render();
    announce(`${name} ${this.hidden.has(name) ? 'hidden' : 'shown'}`);
  }

  onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { zoom } = this;
    const handled = {
      '+': () => zoomBy(this.plot, zoom, 0.5),
      '-': () => zoomBy(this.plot, zoom, 2),
      0: () => zoomReset(this.plot, zoom),
    }[event.key];
    if (handled && zoom.length) handled();
    else if (!this.cursor.key(event.key)) return;
    event.preventDefault();
  }

  saveImage(format) {
    const width = 1100;
    const drawing = this.draw(width);
    const layout = { ...drawing.layout };
    for (const name of this.zoom) {
      const shown = this.plot.layout[name];
      if (shown?.range && !shown.autorange)
        layout[name] = { ...layout[name], range: [...shown.range], autorange: false };
    }
    const samples = drawing.legend
      .filter((one) => !this.hidden.has(one.name))
      .map((one) => ({
        type: 'scatter',
        mode: 'markers',
        x: [null],
        y: [null],
        name: one.name,
        showlegend: true,
        hoverinfo: 'skip',
        marker: { symbol: 'square', size: 11, color: one.colour },
      }));
    const notes = [
      ...[...this.notes.children].map((note) => note.textContent),
      ...(this.unreached.hidden ? [] : [this.unreached.textContent]),
      this.page.source(),
    ];
    const title = [this.chart.title, this.page.selection(drawing.ignored)].filter(Boolean).join(' · ');
    return saveImage(
      this.fileName(),
      format,
      { data: [...drawing.traces, ...samples], layout },
      { title, notes, width },
      this.page.theme(),
    );
  }
}
