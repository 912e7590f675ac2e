// The buttons above a chart: its views and options, zoom, table and exports. Real buttons with names of their own, since
// Plotly's tool bar can neither be reached by keyboard nor read by a screen reader.

import { element, replaceChildren, toggle } from './dom.js';
import { saveCsv } from './download.js';
import { zoomBy, zoomReset } from './zoom.js';

// Fills card.tools by the state that the card is in.
export function fillTools(card) {
  const { chart, plot } = card;
  const group = (label, buttons) =>
    buttons.length > 0 &&
    element('div', { class: 'buttons', role: 'group', 'aria-label': `${chart.title}: ${label}` }, buttons);
  const button = (label, name, onclick, more = {}) =>
    element(
      'button',
      { type: 'button', 'aria-label': `${name}: ${chart.title}`, title: name, onclick, ...more },
      label,
    );
  const views = chart.views.map((one) => toggle(one.label, one.id === card.view, () => card.setView(one.id)));
  const options = (chart.switches ?? []).map((one) =>
    toggle(one.label, card.switches[one.id], () => card.flip(one.id), { 'data-switch': one.id }),
  );
  const zoom = [
    button('−', 'Zoom out', () => zoomBy(plot, card.zoom, 2)),
    button('+', 'Zoom in', () => zoomBy(plot, card.zoom, 0.5)),
    button('Reset', 'Reset the zoom', () => zoomReset(plot, card.zoom)),
  ];
  const data = [
    button('Table', 'Table', () => card.setTable(!card.tableShown), {
      'aria-expanded': String(card.tableShown),
      'aria-controls': `chart-${chart.id}-table`,
    }),
    button('CSV', 'Save the data as CSV', () => saveCsv(card.fileName(), card.table())),
    button('PNG', 'Save as PNG image', () => card.saveImage('png')),
    button('SVG', 'Save as SVG image', () => card.saveImage('svg')),
  ];
  replaceChildren(
    card.tools,
    group('view', views.length > 1 ? views : []),
    group('options', options),
    element('span', { class: 'spring' }),
    group('zoom', card.zoom.length > 0 ? zoom : []),
    group('data and export', data),
  );
}
