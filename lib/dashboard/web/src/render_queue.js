// Draws charts when they are needed: those in sight at once, the others when the browser is idle, all of them for
// print. So a change of filter costs what is in sight.

export class RenderQueue {
  constructor(cards) {
    this.cards = cards;
    this.inSight = new Set();
    this.width = new Map();
    const sight = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) {
          const card = this.cardOf(entry.target);
          if (entry.isIntersecting) {
            this.inSight.add(card);
            this.draw(card);
          } else this.inSight.delete(card);
        }
        performance.mark('padchestd: in sight drawn');
      },
      { rootMargin: '150px' },
    );
    const size = new ResizeObserver((entries) => {
      for (const { target, contentRect } of entries) this.resized(this.cardOf(target), Math.round(contentRect.width));
    });
    for (const card of cards) {
      sight.observe(card.root);
      size.observe(card.root);
    }
  }

  cardOf(root) {
    return this.cards.find((card) => card.root === root);
  }

  resized(card, width) {
    const before = this.width.get(card);
    this.width.set(card, width);
    if (before === width) return;
    card.stale = true;
    if (this.inSight.has(card)) this.draw(card);
    else this.later();
  }

  draw(card) {
    if (card.stale && card.hasRoom()) card.render();
  }

  // Everything is out of date.
  all() {
    for (const card of this.cards) card.stale = true;
    for (const card of this.inSight) this.draw(card);
    this.later();
  }

  now() {
    for (const card of this.cards) if (card.hasRoom()) card.render();
  }

  later() {
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
      this.draw(next);
      this.later();
    });
  }
}
