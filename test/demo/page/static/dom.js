// Making elements. Text is always text: nothing in this page parses HTML.

/** An element with attributes and children; `on…` members become listeners, null children vanish. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (name === 'class') node.className = value;
    else if (name === 'dataset') Object.assign(node.dataset, value);
    else if (name in node && typeof value === 'boolean') node[name] = value;
    else node.setAttribute(name, value === true ? '' : String(value));
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** Replaces all children; null ones vanish. */
export function put(node, ...children) {
  node.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
}

const SVG = 'http://www.w3.org/2000/svg';

/** The same for SVG. */
export function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null) node.setAttribute(name, String(value));
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return node;
}

const SAFE = new Set(['http:', 'https:', 'mailto:', 'tel:']);

/** The address when it is one that may be followed, else undefined. */
export function safeUrl(address) {
  if (!URL.canParse(address)) return undefined;
  return SAFE.has(new URL(address).protocol) ? address : undefined;
}

/** A link to elsewhere, or plain text when the address is not to be trusted. */
export function link(address, ...children) {
  const href = safeUrl(address);
  const inner = children.length > 0 ? children : [address];
  return href === undefined ? el('span', {}, inner) : el('a', { href, target: '_blank', rel: 'noopener noreferrer' }, inner);
}
