// Images by modality or projection over the years.

import { undatedNotes } from '../model.js';
import { stackedByYear } from './stacked.js';

const projections = {
  PA: 'PA (back to front)',
  AP: 'AP (front to back)',
  L: 'Lateral',
  AP_horizontal: 'AP lying down',
  COSTAL: 'Ribs',
  EXCLUDE: 'Excluded',
  UNK: 'Unknown',
};
const modalities = { CR: 'CR (computed radiography)', DX: 'DX (digital radiography)' };

export const procedures = {
  id: 'procedures',
  title: 'Modality and projection over time',
  zoom: ['xaxis'],
  views: [
    { id: 'projection', label: 'Projection' },
    { id: 'modality', label: 'Modality' },
  ],
  switches: [{ id: 'share', label: 'Shares' }],
  build(context) {
    const names = context.view === 'modality' ? modalities : projections;
    const drawing = stackedByYear(
      context,
      'procedures',
      context.view,
      (value) => names[value] ?? (value === 'unknown' ? 'Not given' : value),
      'image',
    );
    return {
      ...drawing,
      subtitle: 'Images by calendar year of their study',
      notes: undatedNotes(context.model),
    };
  },
};
