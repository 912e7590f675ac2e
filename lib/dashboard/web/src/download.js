// Files made in the page: no server, no request, a blob and a click.

import { csv, plotText } from './format.js';
import { element } from './dom.js';

function save(name, blob) {
  const url = URL.createObjectURL(blob);
  const link = element('a', { href: url, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

export const saveCsv = (name, table) =>
  save(
    `${name}.csv`,
    new Blob(
      [
        csv(
          table.columns.map((one) => one.label),
          table.rows,
        ),
      ],
      { type: 'text/csv;charset=utf-8' },
    ),
  );

function bytesOf(url) {
  const comma = url.indexOf(',');
  const body = url.slice(comma + 1);
  if (!url.slice(0, comma).endsWith(';base64'))
    return new Blob([decodeURIComponent(body)], { type: 'image/svg+xml' });
  return new Blob([Uint8Array.from(atob(body), (one) => one.charCodeAt(0))], { type: 'image/png' });
}

// The chart as shown, with its card's texts: title, legend, notes, and where the numbers come from.
export async function saveImage(name, format, figure, texts, theme) {
  const notes = texts.notes.map(plotText);
  const height = figure.layout.height + 96 + 18 * notes.length;
  const margin = figure.layout.margin;
  const layout = {
    ...figure.layout,
    width: texts.width,
    height,
    paper_bgcolor: theme.card,
    plot_bgcolor: theme.card,
    title: {
      text: plotText(texts.title),
      x: 0,
      xref: 'paper',
      xanchor: 'left',
      y: 1,
      yref: 'container',
      yanchor: 'top',
      pad: { t: 18, l: 8 - margin.l },
      font: { size: 18, color: theme.text },
    },
    margin: { ...margin, t: margin.t + 72, b: margin.b + 24 + 18 * notes.length },
    showlegend: true,
    legend: {
      traceorder: 'normal',
      orientation: 'h',
      x: 0,
      xref: 'container',
      y: 1 - 44 / height,
      yref: 'container',
      yanchor: 'top',
      font: { color: theme.text },
    },
    annotations: [
      ...(figure.layout.annotations ?? []),
      {
        text: notes.join('<br>'),
        showarrow: false,
        align: 'left',
        font: { size: 11, color: theme.muted },
        xref: 'paper',
        x: 0,
        xanchor: 'left',
        xshift: 8 - margin.l,
        yref: 'paper',
        y: 0,
        yanchor: 'top',
        yshift: -margin.b,
      },
    ],
  };
  const data = figure.data.map((trace) => ({ ...trace, showlegend: trace.showlegend ?? false }));
  const url = await Plotly.toImage(
    { data, layout },
    { format, width: texts.width, height, scale: format === 'png' ? 2 : 1 },
  );
  save(`${name}.${format}`, bytesOf(url));
}
