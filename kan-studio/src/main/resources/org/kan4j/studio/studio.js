// The page: which step is shown, what the server says of the work, and what is said to the reader.
import { button, h } from "./dom.js";
import * as server from "./server.js";
import { data, start } from "./data.js";
import { train } from "./train.js";
import { network } from "./network.js";
import { formula } from "./formula.js";
import { check } from "./check.js";
import { take } from "./export.js";
import { tour } from "./tour.js";

/**
 * What a step of the work needs to draw itself.
 * @typedef {object} Context
 * @property {server.State} state what the server says
 * @property {Record<string, any>} ui what this tab alone knows, such as the edge that is looked at
 * @property {(path: string, message?: Record<string, any>) => Promise<any>} act tells the server something; what goes wrong is said to the reader
 * @property {(what: string, edge?: string) => Node} drawn pictures of the model, once they are there
 * @property {() => void} draw draws the page anew
 * @property {(panel: string) => void} show shows another step
 */

/** @type {{id: string, name: string, draw: (context: Context) => Node, needsModel: boolean}[]} */
const PANELS = [
  { id: "data", name: "Data", draw: data, needsModel: false },
  { id: "train", name: "Train", draw: train, needsModel: false },
  { id: "network", name: "Network", draw: network, needsModel: true },
  { id: "formula", name: "Formula", draw: formula, needsModel: true },
  { id: "check", name: "Check", draw: check, needsModel: true },
  { id: "export", name: "Export", draw: take, needsModel: true },
];

const place = id => /** @type {HTMLElement} */ (document.getElementById(id));

/** @type {server.State|null} */
let state = null;
const ui = { panel: "data", edge: "", tour: false, pictures: new Map(), values: new Map(), said: "" };
/** @type {EventSource|null} */
let events = null;

/** Says something to the reader, those with a screen reader too. */
function say(text, bad = false) {
  ui.said = text;
  place("status").className = bad ? "bad" : "";
  place("status").replaceChildren(text);
}

async function act(path, message = {}) {
  try {
    return await server.act(path, message);
  } catch (error) {
    say(/** @type {Error} */ (error).message, true);
    return null;
  }
}

/** Pictures never change for a version of a model, except those of all formulas: they are asked for once. */
function drawn(what, edge = "") {
  const step = state.current;
  const version = state.steps.find(each => each.id === step)?.version;
  const key = [server.work(), step, version, what, edge, what === "pareto" ? state.steps.length : ""].join("/");
  const box = h("div", { class: "pictures", "aria-busy": "true" });
  const fill = pictures => {
    box.setAttribute("aria-busy", "false");
    box.dispatchEvent(new CustomEvent("pictures", { detail: pictures }));
  };
  if (ui.pictures.has(key)) {
    queueMicrotask(() => fill(ui.pictures.get(key)));
  } else {
    server.pictures(what, step, edge).then(pictures => {
      ui.pictures.set(key, pictures);
      fill(pictures);
    }).catch(error => say(error.message, true));
  }
  return box;
}

/** Pictures that the reader may want next, one after the other, once nothing else is being done. */
async function drawAhead() {
  const { current, model, steps } = state ?? {};
  const version = steps?.find(each => each.id === current)?.version;
  for (const what of ["network", "parity", "residuals", "effects"]) {
    const key = [server.work(), current, version, what, "", ""].join("/");
    const still = () => state?.current === current && !state.busy && state.steps.find(each => each.id === current)?.version === version;
    if (model && still() && !ui.pictures.has(key)) {
      const pictures = await server.pictures(what, current).catch(() => null);
      if (pictures && still()) {
        ui.pictures.set(key, pictures);
      }
    }
  }
}

function show(panel) {
  ui.panel = panel;
  draw();
  place("panel").focus({ preventScroll: true });
}

/** @returns {Context} */
const context = () => ({ state, ui, act, drawn, draw, show });

/** What the reader has opened and typed, to be put back once the page is drawn anew. */
function kept() {
  const focused = /** @type {HTMLElement} */ (document.activeElement)?.dataset?.key;
  const open = new Set([...document.querySelectorAll("details[open] > summary")].map(summary => summary.textContent));
  const typed = new Map([.../** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("[data-typed]"))]
    .filter(field => field.value !== field.defaultValue).map(field => [field.dataset.key, field.value]));
  return () => {
    document.querySelectorAll("details > summary").forEach(summary => {
      /** @type {HTMLDetailsElement} */ (summary.parentElement).open ||= open.has(summary.textContent);
    });
    document.querySelectorAll("[data-typed]").forEach(each => {
      const field = /** @type {HTMLInputElement} */ (each);
      field.value = typed.get(field.dataset.key) ?? field.value;
    });
    if (focused) {
      /** @type {HTMLElement|null} */ (document.querySelector(`[data-key="${CSS.escape(focused)}"]`))?.focus({ preventScroll: true });
    }
  };
}

function draw() {
  const putBack = kept();
  if (state === null) {
    place("panel").replaceChildren(start({ ...context(), begin, goOn }));
    place("models").replaceChildren();
    place("steps").replaceChildren();
    place("table").replaceChildren();
  } else {
    const missing = each => each.needsModel && !state.model;
    const panel = PANELS.find(each => each.id === ui.panel && !missing(each)) ?? PANELS[0];
    place("table").replaceChildren(state.table.reading ? `${state.table.name}, being read …` : `${state.table.name}, ${state.table.rows} rows`);
    place("steps").replaceChildren(...PANELS.map((each, k) =>
      button(`${k + 1} ${each.name}`, () => show(each.id), {
        "data-key": `step-${each.id}`,
        "aria-current": each === panel ? "step" : false,
        disabled: missing(each),
      })));
    place("panel").replaceChildren(h("h2", {}, panel.name), panel.draw(context()));
    place("models").replaceChildren(models());
  }
  tour(place("tour"), context());
  putBack();
}

/** All models that were made; to undo is to look at an earlier one. */
function models() {
  if (state.steps.length === 0) {
    return h("p", { class: "soft" }, "Models that you make are listed here. None is ever lost: to undo is to look at an earlier one.");
  }
  const now = state.steps.find(step => step.id === state.current);
  return h("section", {},
    h("h2", {}, "Models"),
    h("p", {}, button("Undo", () => act("go", { step: now.from }), { "data-key": "undo", disabled: !now.from || Boolean(state.busy) }), " ",
      button("Back to the tables", leave, { "data-key": "leave" })),
    h("ol", { class: "models" }, ...state.steps.map(step => h("li", { "aria-current": step === now ? "true" : false },
      button(`${step.id}: ${step.label}`, () => act("go", { step: step.id }), { "data-key": `model-${step.id}`, disabled: Boolean(state.busy) }),
      h("div", { class: "soft" }, `${step.measure} ${step.error === null ? "–" : step.error.toPrecision(4)}${step.from ? `, from ${step.from}` : ""}${step.rough ? ", a quick refit" : ""}`),
      step.note && step !== now && h("div", {}, step.note),
      step === now && h("input", {
        "aria-label": `Note on model ${step.id}`, placeholder: "a note", value: step.note, maxlength: 500, "data-key": "note",
        onchange: event => act("note", { step: step.id, text: event.target.value }),
      })))));
}

/** Begins a work of this tab's own, with a sample or, where that is empty, the table of the command line. */
async function begin(sample, withTour = false) {
  const begun = await act("begin", { sample });
  if (begun) {
    location.hash = String(begun.work);
    ui.tour = withTour;
    ui.edge = "";
    ui.panel = "data";
    await enter();
  }
}

/** Goes on with a work that is open. */
async function goOn(number) {
  location.hash = String(number);
  await enter();
}

function leave() {
  events?.close();
  location.hash = "";
  state = null;
  say("");
  draw();
}

async function enter() {
  events?.close();
  events = server.listen({ state: refresh, step: () => window.dispatchEvent(new Event("training")), lost: told });
  await refresh();
  if (state?.model && ui.panel === "data") {
    show("network");
  }
}

function told(lost) {
  if (lost) {
    say("The studio does not answer. It goes on where it was when its terminal runs it again, or the connection is back.", true);
  } else if (ui.said.startsWith("The studio does not answer")) {
    refresh();
  }
}

/** Whether another model is looked at, or a better refit of it. */
function changed(before, now) {
  const look = state => {
    const step = state.steps.find(each => each.id === state.current);
    return step && [step.id, step.version, step.rough].join();
  };
  return now.current > 0 && look(before) !== look(now);
}

let asked = 0;

/** Asks for the state; of several answers the newest counts. */
async function refresh() {
  const number = ++asked;
  try {
    const answer = await server.state();
    if (number !== asked || answer.work !== server.work()) {
      return;
    }
    const before = state;
    state = answer;
    if (state.problem) {
      say(state.problem, true);
    } else if (state.busy) {
      say(`${state.busy} …`);
    } else if (before?.work === state.work && changed(before, state)) {
      const step = state.steps.find(each => each.id === state.current);
      const from = state.steps.find(each => each.id === step.from);
      say(`Model ${step.id}: ${step.label}, ${step.measure} ${step.error?.toPrecision(4)}${from ? `, before ${from.error?.toPrecision(4)}` : ""}`
        + (step.rough ? "; polishing …" : ""));
    } else if (before?.busy) {
      say(`${before.busy}: done`);
    }
    draw();
    if (!state.busy && !state.ahead) {
      drawAhead();
    }
  } catch (error) {
    location.hash = "";
    state = null;
    say(/** @type {Error} */ (error).message, true);
    draw();
  }
}

// The token is used up; without it the page can be loaded anew.
history.replaceState(null, "", `/${location.hash}`);
window.addEventListener("hashchange", () => {
  if (server.work() && server.work() !== state?.work) {
    state = null;
    enter();
  }
});
if (server.work()) {
  enter();
} else {
  draw();
}
