// Elements by one call. Text goes in as text nodes only: labels come from the feed and are never read as HTML.

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith('on')) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? '' : String(value));
  }
  append(made, children);
  return made;
}

export function append(parent, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    parent.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

export function replaceChildren(parent, ...children) {
  parent.replaceChildren();
  append(parent, children);
}

// A button that is on or off.
export function toggle(label, pressed, onclick, attributes = {}) {
  return element('button', { type: 'button', 'aria-pressed': String(pressed), onclick, ...attributes }, label);
}

// Gives `text` to a screen reader, after what it reads now.
export function announce(text) {
  document.getElementById('announcer').textContent = text;
}
