// Who labelled the reports: a physician, or the model that the physicians' labels trained.

import { stackedByYear } from './stacked.js';

const methodNames = { Physician: 'Physician', RNN_model: 'Model (RNN)', unknown: 'Not given' };

export const methods = {
  id: 'methods',
  title: 'Labelling method over time',
  zoom: ['xaxis'],
  views: [{ id: 'all', label: 'By year' }],
  switches: [{ id: 'share', label: 'Shares' }],
  build(context) {
    const drawing = stackedByYear(context, 'methods', 'method', (value) => methodNames[value] ?? value, 'encounter');
    return { ...drawing, subtitle: 'Encounters by how their report was labelled' };
  },
};
