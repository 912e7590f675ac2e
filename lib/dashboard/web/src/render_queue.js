// Draws charts when they are needed: those in sight first, one a frame, so that the page answers in between; the others
// when the browser is idle; all of them for print. So a change of filter costs what is in sight.

export class RenderQueue {
  // Draws nothing before start().
  constructor(cards) {
    this.cards = cards;
    this.inSight = new Set();
    this.width = new Map();
    this.started = false;
    this.whenDrawn = () => {};
    const sight = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) this.inSight.add(this.cardOf(target));
        else this.inSight.delete(this.cardOf(target));
      }
      this.drawInSight();
    });
    const size = new ResizeObserver((entries) => {
      for (const { target, contentRect } of entries) this.resized(this.cardOf(target), Math.round(contentRect.width));
      this.drawInSight();
    });
    for (const card of cards) {
      sight.observe(card.root);
      size.observe(card.root);
    }
  }

  // The chart library is there.
  start() {
    this.started = true;
    this.drawInSight();
  }

  cardOf(root) {
    return this.cards.find((card) => card.root === root);
  }

  resized(card, width) {
    if (this.width.get(card) !== width) card.stale = true;
    this.width.set(card, width);
  }

  // Everything is out of date. `whenDrawn` is called when what is in sight no longer is.
  all(whenDrawn = () => {}) {
    for (const card of this.cards) card.stale = true;
    this.whenDrawn = whenDrawn;
    this.drawInSight();
  }

  now() {
    for (const card of this.cards) if (card.hasRoom()) card.render();
  }

  drawInSight() {
    if (!this.started || this.inFrame) return;
    const due = this.cards.filter((card) => card.stale && card.hasRoom() && this.inSight.has(card));
    due[0]?.render();
    if (due.length > 1) {
      this.inFrame = requestAnimationFrame(() => {
        this.inFrame = null;
        this.drawInSight();
      });
      return;
    }
    if (due.length === 1) performance.mark('padchestd: in sight drawn');
    this.whenDrawn();
    this.whenDrawn = () => {};
    this.drawOthers();
  }

  drawOthers() {
    if (this.waiting) return;
    this.waiting = true;
    const idle = globalThis.requestIdleCallback ?? ((work) => setTimeout(work, 30));
    idle(() => {
      this.waiting = false;
      const next = this.cards.find((card) => card.stale && card.hasRoom());
      if (!next) {
        performance.mark('padchestd: all drawn');
        return;
      }
      next.render();
      this.drawOthers();
    });
  }
}
