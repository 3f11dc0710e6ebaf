// The network: an edge is chosen, looked at, and changed.
import { brief, button, figures, h, picture, table } from "./dom.js";

/** Of more edges in a layer the picture leaves some out. */
const DRAWN = 36;

/** What the server calls looking for functions. */
const SUGGESTING = "suggesting functions";

/** @param {import("./studio.js").Context} context */
export function network(context) {
  const { state, ui, drawn } = context;
  const chosen = state.model.edges.find(edge => edge.edge === ui.edge);
  const busy = working(state);
  const box = drawn("network");
  box.classList.add("wide", "network");
  box.addEventListener("pictures", event => box.replaceChildren(edges(/** @type {CustomEvent} */ (event).detail[0].svg, context)));
  return h("div", {},
    h("p", {}, "Inputs are below, the output is above. Each box is the function of an edge; choose one to change it. Grey bars show where the rows are."
      + (state.model.edges.length > DRAWN ? ` There are ${state.model.edges.length} edges: those that matter most are drawn, the list below has all.` : "")),
    h("div", { class: "beside" }, box, chosen ? one(chosen, context) : h("p", { class: "soft" }, "No edge is chosen.")),
    ...hidden(state.model.shape).map(level => h("p", { class: "buttons" },
      button(`Add a node to level ${level}`, () => context.act("edit", { edit: `widen ${level}` }), { "data-key": `widen-${level}`, disabled: busy }),
      button(`Add a product to level ${level}`, () => context.act("edit", { edit: `product ${level}` }), { "data-key": `product-${level}`, disabled: busy }))),
    h("details", {}, h("summary", {}, "The edges as a list"),
      table("Edges, and the share of the output's spread that goes through them", ["edge", "from", "to", "function", "score"], state.model.edges.map(edge =>
        [button(edge.edge, () => choose(context, edge.edge), { "data-key": `edge-${edge.edge}` }), edge.from, edge.to, edge.function, brief(edge.score)]))));
}

/** Chooses an edge, and has functions suggested for it. */
export function choose({ state, ui, act, draw }, edge) {
  ui.edge = edge;
  draw();
  if (state.model.suggested?.edge !== edge && !state.busy) {
    act("suggest", { edge });
  }
}

/** The picture with edges that can be chosen by mouse and keys. */
function edges(svg, context) {
  const { state, ui } = context;
  const element = picture(svg);
  element.setAttribute("role", "group");
  const boxes = [...element.querySelectorAll("g.edge")];
  boxes.forEach((box, k) => {
    const name = box.getAttribute("data-edge");
    const edge = state.model.edges.find(each => each.edge === name);
    if (!edge) {
      return;
    }
    const symbolic = edge.function === "numeric" ? "not named yet" : edge.function;
    box.setAttribute("role", "button");
    box.setAttribute("tabindex", "0");
    box.setAttribute("data-key", `box-${name}`);
    box.setAttribute("aria-label", `edge ${name} from ${edge.from} to ${edge.to}: ${symbolic}`);
    box.setAttribute("aria-pressed", String(name === ui.edge));
    box.addEventListener("click", () => choose(context, name));
    box.addEventListener("keydown", event => {
      const key = /** @type {KeyboardEvent} */ (event).key;
      const to = { ArrowRight: k + 1, ArrowLeft: k - 1 }[key];
      if (key === "Enter" || key === " ") {
        event.preventDefault();
        choose(context, name);
      } else if (to !== undefined) {
        event.preventDefault();
        /** @type {SVGElement} */ (boxes[(to + boxes.length) % boxes.length]).focus();
      }
    });
  });
  return element;
}

/** One edge: its function, what it may become, and what can be done to it. */
function one(edge, { state, act, drawn }) {
  const busy = working(state);
  const step = state.steps.find(each => each.id === state.current);
  const [layer, input] = edge.edge.split(",");
  const box = drawn("edge", edge.edge);
  box.addEventListener("pictures", event => box.replaceChildren(figures(/** @type {CustomEvent} */ (event).detail)));
  const suggested = state.model.suggested?.edge === edge.edge ? state.model.suggested : null;
  const edit = text => act("edit", { edit: text });
  const other = h("select", { "aria-label": "Function", "data-key": "function" }, ...state.functions.map(name => h("option", { value: name }, name)));
  return h("section", { class: "edge-panel", "aria-label": `Edge ${edge.edge}` },
    h("h3", {}, `Edge ${edge.edge}: ${edge.from} → ${edge.to}`),
    box,
    h("div", {},
      h("p", {}, edge.function === "numeric" ? "A curve of the network's own" : `The function ${edge.function}`, `; ${step.measure} ${brief(step.error)}.`),
      h("p", { class: "buttons" },
        edge.function !== "numeric" && button("Release", () => edit(`release ${edge.edge}`), { "data-key": "release", disabled: busy }),
        button("Prune edge", () => edit(`prune ${edge.edge}`), { "data-key": "prune", disabled: busy }),
        button(layer === "0" ? `Prune input ${edge.from}` : `Prune node ${edge.from}`, () => edit(`prune ${layer},${input}`), { "data-key": "prune-node", disabled: busy })),
      suggested
        ? table(`What it may become, the best first: the error of the whole network, refitted a little, and the function in the network's units${suggested.rough ? "; a first look, being refined …" : ""}`,
          ["function", step.measure, "f"],
          suggested.functions.map(f => [
            button(`Take ${f.name}`, () => edit(`fix ${edge.edge}=${f.name}`), { "data-key": `take-${f.name}`, disabled: busy }),
            brief(f.error),
            `${brief(f.c)}·f(${brief(f.a)}·x ${signed(f.b)}) ${signed(f.d)}`]))
        : h("p", { class: "soft" }, state.ahead === SUGGESTING ? "Functions are tried …"
          : button("Suggest functions", () => act("suggest", { edge: edge.edge }), { "data-key": "suggest", disabled: busy })),
      edge.constants && constants(edge, busy, edit),
      h("p", { class: "buttons" }, other,
        button("Take this function", () => edit(`fix ${edge.edge}=${/** @type {HTMLSelectElement} */ (other).value}`), { "data-key": "take-other", disabled: busy }))));
}

/** The constants of a function, to be set by hand; nothing is refitted then. */
function constants(edge, busy, edit) {
  const fields = edge.constants.map((value, k) => h("input", { type: "number", step: "any", value, "aria-label": `constant ${"abcd"[k]}`, "data-key": `constant-${edge.edge}-${k}`, "data-typed": true }));
  const set = () => edit(`set ${edge.edge}=${fields.map(field => Number(/** @type {HTMLInputElement} */ (field).value)).join()}`);
  return h("details", { open: false },
    h("summary", { "data-key": "constants" }, "Its constants: c·f(a·x + b) + d, in the network's units"),
    h("div", { class: "constants" }, ...fields.map((field, k) => h("label", {}, h("span", {}, "abcd"[k]), field))),
    h("p", {}, button("Set the constants", set, { "data-key": "set-constants", disabled: busy })));
}

/** The levels of hidden nodes of a shape such as 2,3+1p,1. */
const hidden = shape => shape.split(",").slice(1, -1).map((_, k) => k + 1);

/** Whether something is being done that a change has to wait for. */
const working = state => Boolean(state.busy);

const signed = value => `${value < 0 ? "−" : "+"} ${brief(Math.abs(value))}`;
