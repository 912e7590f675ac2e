// Light, dark, or as the system's. The choice is kept in the browser where it can be (a file from disk may not).

import { element } from './dom.js';

const next = { auto: 'light', light: 'dark', dark: 'auto' };
const labels = { auto: 'Theme: system', light: 'Theme: light', dark: 'Theme: dark' };
const store = {
  get: () => {
    try {
      return localStorage.getItem('padchestd-theme');
    } catch {
      return null;
    }
  },
  set: (value) => {
    try {
      localStorage.setItem('padchestd-theme', value);
    } catch {
      /* private mode, or a file without an origin */
    }
  },
};

export class ThemeSwitch {
  constructor() {
    this.system = matchMedia('(prefers-color-scheme: dark)');
    this.changed = () => {};
    this.root = element('button', { type: 'button', class: 'theme', onclick: () => this.choose(next[this.choice]) });
    this.system.addEventListener('change', () => {
      this.apply();
      this.changed();
    });
    this.choice = next[store.get()] ? store.get() : 'auto';
    this.apply();
  }

  choose(choice) {
    this.choice = choice;
    store.set(choice);
    this.apply();
    this.changed();
  }

  apply(printing = false) {
    const dark = this.choice === 'dark' || (this.choice === 'auto' && this.system.matches);
    document.documentElement.dataset.theme = dark && !printing ? 'dark' : 'light';
    this.root.textContent = labels[this.choice];
  }

  forPrint(printing) {
    this.apply(printing);
  }
}
