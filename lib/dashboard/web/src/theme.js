// Colours and the layout that all charts share. The colours themselves are in style.css only, for light, dark and
// print; charts read them from there.

export function readTheme() {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  return {
    text: colour('text'),
    muted: colour('muted'),
    line: colour('line'),
    grid: colour('grid'),
    card: colour('card'),
    series: [1, 2, 3, 4, 5, 6, 7].map((at) => colour(`series-${at}`)),
    kinds: {
      finding: colour('series-1'),
      differential: colour('series-2'),
      normal: colour('series-3'),
      quality: colour('series-6'),
    },
    sexes: { F: colour('series-4'), M: colour('series-1'), O: colour('series-5') },
    heat: [colour('heat-1'), colour('heat-2')],
    faded: colour('faded'),
    bad: colour('bad'),
    ramp: [1, 2, 3, 4, 5].map((at) => colour(`ramp-${at}`)),
    below: colour('below'),
    middle: colour('middle'),
    above: colour('above'),
    font: style.getPropertyValue('--font').trim(),
  };
}

// `ramp` at `part` of its length (0 to 1), as a colour that Plotly and CSS take.
export function rampColour(ramp, part) {
  const at = Math.min(Math.max(part, 0), 1) * (ramp.length - 1);
  const from = hexParts(ramp[Math.floor(at)]);
  const to = hexParts(ramp[Math.ceil(at)]);
  const mixed = from.map((one, channel) => Math.round(one + (to[channel] - one) * (at - Math.floor(at))));
  return `rgb(${mixed.join(',')})`;
}

const hexParts = (hex) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));

// On a touch screen a drag belongs to the page's scrolling: zoom is by the buttons there.
const dragMode = () => (matchMedia('(pointer: coarse)').matches ? false : 'zoom');

export function baseLayout(theme, height, margin = {}) {
  return {
    height,
    margin: { l: 68, r: 16, t: 12, b: 40, ...margin },
    paper_bgcolor: 'rgba(0,0,0,0)',
    plot_bgcolor: 'rgba(0,0,0,0)',
    font: { family: theme.font, size: 13, color: theme.text },
    showlegend: false,
    dragmode: dragMode(),
    hovermode: 'closest',
    hoverlabel: {
      align: 'left',
      bgcolor: theme.text,
      bordercolor: theme.text,
      font: { color: theme.card, size: 13, family: theme.font },
    },
    bargap: 0.18,
  };
}

export function axis(theme, more = {}) {
  const { title, ...rest } = more;
  return {
    title: title ? { text: title, font: { color: theme.muted, size: 12 }, standoff: 8 } : undefined,
    tickfont: { color: theme.muted, size: 12 },
    gridcolor: theme.grid,
    linecolor: theme.line,
    zerolinecolor: theme.line,
    zeroline: false,
    automargin: false,
    tickangle: 0, // left to Plotly it measures every label, twice
    fixedrange: false,
    ...rest,
  };
}

// A vertical axis of counts, from 0.
export const countAxis = (theme, title, more = {}) =>
  axis(theme, {
    title,
    rangemode: 'tozero',
    separatethousands: true,
    tickformat: ',',
    nticks: 6,
    fixedrange: true,
    ...more,
  });
