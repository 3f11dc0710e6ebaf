// Elements, and pictures that the server has drawn.

/**
 * An element. Text is text, never markup.
 * @param {string} name of the element
 * @param {Record<string, any>} [attributes] attributes; functions are listeners, as in {onclick: f}; false and undefined leave one out
 * @param {...(Node|string|null|undefined|false)} children what is in it
 * @returns {HTMLElement}
 */
export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") {
      element.addEventListener(key.slice(2), value);
    } else if (value !== false && value !== undefined && value !== null) {
      element.setAttribute(key, value === true ? "" : String(value));
    }
  }
  element.append(...children.filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

/**
 * A button.
 * @param {string} text
 * @param {() => void} act
 * @param {Record<string, any>} [attributes]
 */
export const button = (text, act, attributes = {}) => h("button", { type: "button", onclick: act, ...attributes }, text);

/**
 * A picture of the server's as an element of this page. It is parsed as XML, and scripts would not run by this page's policy.
 * @param {string} svg
 * @returns {SVGElement}
 */
export function picture(svg) {
  const text = svg.includes("xmlns=") ? svg : svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"');
  const parsed = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  return /** @type {SVGElement} */ (/** @type {unknown} */ (document.importNode(parsed, true)));
}

/**
 * Pictures with their titles.
 * @param {{title: string, svg: string}[]} pictures
 */
export const figures = pictures =>
  h("div", { class: "charts" }, ...pictures.map(each => h("figure", {}, picture(each.svg), h("figcaption", {}, each.title))));

/**
 * A formula.
 * @param {string} mathml
 */
export const formula = mathml => document.importNode(new DOMParser().parseFromString(mathml, "application/xml").documentElement, true);

/**
 * A table. The first cell of a row names it.
 * @param {string} caption
 * @param {string[]} head
 * @param {(string|Node)[][]} rows
 */
export function table(caption, head, rows) {
  return h("div", { class: "wide", tabindex: 0, role: "region", "aria-label": caption },
    h("table", {},
      h("caption", {}, caption),
      h("thead", {}, h("tr", {}, ...head.map(each => h("th", { scope: "col" }, each)))),
      h("tbody", {}, ...rows.map(row => h("tr", {},
        ...row.map((cell, k) => k === 0 ? h("th", { scope: "row" }, cell) : h("td", {}, cell)))))));
}

/**
 * A number with four significant digits.
 * @param {number|null} value
 */
export function brief(value) {
  if (value === null || value === undefined) {
    return "–";
  }
  return value === 0 || (Math.abs(value) >= 1e-3 && Math.abs(value) < 1e5)
    ? String(Number(value.toPrecision(4)))
    : value.toExponential(2);
}
