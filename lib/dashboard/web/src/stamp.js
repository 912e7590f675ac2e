// How far the page can be trusted: where the feed was read to, whether the warehouse has followed, what was put aside.

import { element } from './dom.js';
import { bytesText, count, momentText, percent, plural } from './format.js';

const sentence = (state, text) =>
  element(
    'p',
    { class: `state ${state}` },
    element('span', { class: 'mark', 'aria-hidden': 'true' }, state === 'good' ? '✓' : '!'),
    text,
  );

// One line under the title.
export function stampLine({ stamp, generated_at: made }) {
  const parts = stamp.feed
    ? [
        `Feed ${stamp.feed}`,
        `batch ${count(stamp.batch)}`,
        `record ${count(stamp.last_row)}`,
        `read ${momentText(stamp.committed_at)}`,
      ]
    : ['No feed read yet'];
  return element('p', { class: 'stamp' }, [...parts, `page made ${momentText(made)}`].join(' · '));
}

export const sourceText = ({ stamp, generated_at: made, version }) =>
  `padchestd ${version}${stamp.feed ? `, feed ${stamp.feed}, batch ${count(stamp.batch)}` : ''}, ${momentText(made)}`;

// What a reader must know before the figures: the warehouse is behind its store, the feed is paused.
export function warnings({ stamp }) {
  const list = [];
  const { warehouse } = stamp;
  if (warehouse?.behind) {
    const parts = [
      warehouse.queued_encounters !== 0 &&
        `${warehouse.capped ? 'more than ' : ''}${plural(warehouse.queued_encounters, 'changed encounter')}`,
      warehouse.queued_members !== 0 &&
        plural(
          warehouse.queued_members,
          'changed patient, diagnosis or facility',
          'changed patients, diagnoses or facilities',
        ),
    ].filter(Boolean);
    list.push(
      `The warehouse is behind its store: ${parts.join(' and ')} not yet in these figures, the oldest since ${momentText(warehouse.oldest)}. Run “padchestd refresh”, or wait for the next cycle.`,
    );
  }
  if (stamp.paused_reason)
    list.push(
      `The feed is paused (${stamp.paused_reason}): these figures do not change until an operator resumes it.`,
    );
  return list.map((text) => element('p', { class: 'warning', role: 'note' }, text));
}

// The tail of a feed's vocabulary, which the page counts but does not list.
export const otherText = ({ terms, labels }) =>
  `${plural(terms, 'rarer term')}, ${plural(labels, 'label')} in all, counted as other: “padchestd report diagnosis_frequency” lists them`;

export function qualityCard(model) {
  const { stamp } = model;
  if (!stamp.feed) return null;
  const { quality, warehouse } = stamp;
  const { ledger } = quality;
  const share = (part) => (ledger.bytes ? percent(part / ledger.bytes) : '–');
  const rows = [
    ['Header', null, ledger.header_bytes],
    ['Loaded', ledger.loaded_records, ledger.loaded_bytes],
    ['Unchanged', ledger.unchanged_records, ledger.unchanged_bytes],
    ['Superseded', ledger.superseded_records, ledger.superseded_bytes],
    ['Quarantined', ledger.quarantined_records, ledger.quarantined_bytes],
  ];
  return element(
    'section',
    { class: 'card wide quality', id: 'quality', 'aria-labelledby': 'quality-title' },
    element('h2', { id: 'quality-title' }, 'Data quality and freshness'),
    element(
      'div',
      { class: 'columns' },
      element(
        'div',
        {},
        sentence(
          warehouse.behind ? 'bad' : 'good',
          warehouse.behind
            ? `Warehouse behind by ${plural(warehouse.queued_encounters, 'encounter')}`
            : 'Warehouse up to date with the clinical store',
        ),
        sentence(
          ledger.adds_up ? 'good' : 'bad',
          ledger.adds_up
            ? 'Ledger adds up: every byte read is accounted for'
            : 'Ledger does not add up: run “padchestd audit”',
        ),
        sentence(
          quality.quarantined_open ? 'bad' : 'good',
          quality.quarantined_open
            ? `${plural(quality.quarantined_open, 'record')} in quarantine`
            : 'No record in quarantine',
        ),
        element(
          'dl',
          { class: 'facts' },
          facts(model).map(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]),
        ),
      ),
      element(
        'table',
        { class: 'ledger' },
        element('caption', {}, 'What became of the feed’s bytes'),
        element(
          'thead',
          {},
          element(
            'tr',
            {},
            ['Fate', 'Records', 'Bytes', 'Share'].map((text, at) =>
              element('th', { scope: 'col', class: at ? 'number' : null }, text),
            ),
          ),
        ),
        element(
          'tbody',
          {},
          rows.map(([name, records, bytes]) =>
            element(
              'tr',
              {},
              element('th', { scope: 'row' }, name),
              element('td', { class: 'number' }, records === null ? '–' : count(records)),
              element('td', { class: 'number' }, bytesText(bytes)),
              element('td', { class: 'number' }, share(bytes)),
            ),
          ),
        ),
      ),
    ),
  );
}

const facts = ({ stamp, other_diagnoses: other }) => [
  ['Position', `byte ${count(stamp.byte_offset)} of generation ${stamp.generation}, record ${count(stamp.last_row)}`],
  ['Last batch', `${count(stamp.batch)}, committed ${momentText(stamp.committed_at)}`],
  ['Encounters without a label', count(stamp.quality.unlabelled)],
  ['Batches in the ledger', count(stamp.quality.ledger.batches)],
  ...(other ? [['Other diagnoses', otherText(other)]] : []),
];
