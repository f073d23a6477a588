// Makes elements of the page. Text arrives as text, never as markup: this is the only place that puts anything into the document.

export type Child = Node | string | undefined;
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

const svgSpace = 'http://www.w3.org/2000/svg';

export function make<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, attributes: Attributes = {}, ...children: readonly Child[]): HTMLElementTagNameMap[Tag] {
  return fill(document.createElement(tag), attributes, children);
}

export function makeSvg<Tag extends keyof SVGElementTagNameMap>(tag: Tag, attributes: Attributes = {}, ...children: readonly Child[]): SVGElementTagNameMap[Tag] {
  return fill(document.createElementNS(svgSpace, tag), attributes, children);
}

/** Only https becomes a link: what a rule of the repository names is not to be trusted. */
export function makeLink(url: string, text = url): Node {
  if (!/^https:\/\/[^\s]+$/i.test(url)) return document.createTextNode(text);
  return make('a', { href: url, rel: 'noopener noreferrer', target: '_blank' }, text);
}

/** A button that is called what it says. */
export function makeButton(text: string, act: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const button = make('button', { type: 'button', ...attributes }, text);
  button.addEventListener('click', act);
  return button;
}

/** Puts children in the place of those that are there. */
export function refill(parent: Element, ...children: readonly Child[]): void {
  parent.replaceChildren(...children.filter((child): child is Node | string => child !== undefined));
}

function fill<E extends Element>(element: E, attributes: Attributes, children: readonly Child[]): E {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.filter((child): child is Node | string => child !== undefined));
  return element;
}
