// The formula of a network, and those of others beside it.
import { brief, button, figures, formula as math, h, table } from "./dom.js";

/** @param {import("./studio.js").Context} context */
export function formula({ state, act, drawn }) {
  const { model, busy, steps } = state;
  const found = steps.filter(step => step.complexity !== undefined);
  const pareto = found.length > 1 && drawn("pareto");
  pareto && pareto.addEventListener("pictures", event => pareto.replaceChildren(figures(/** @type {CustomEvent} */ (event).detail)));
  return h("div", {},
    h("p", {}, "Every edge becomes a function, and all constants are refitted to the rows together."),
    h("p", {}, button(model.formula ? "Read the formula again" : "Read the formula", () => act("formula"),
      { class: model.formula ? "" : "main", "data-key": "read", disabled: Boolean(busy) || model.classes.length > 0 }), " ",
    button("Stop", () => act("stop"), { "data-key": "stop", disabled: busy !== "reading a formula" })),
    model.classes.length > 0 && h("p", { class: "note" }, "Formulas are read off networks that predict a number; this one tells classes apart."),
    model.formula && h("section", {},
      h("div", { class: "wide", tabindex: 0, role: "region", "aria-label": "Formula" }, h("p", { class: "formula" }, `${model.formula.target} = `, math(model.formula.mathml))),
      h("p", {}, `Complexity ${model.formula.complexity}.`),
      ...[["Text", `${model.formula.target} = ${model.formula.text}`], ["LaTeX", model.formula.latex], ["Python (SymPy)", model.formula.sympy]].map(([name, text]) =>
        h("details", {}, h("summary", {}, name), h("p", {}, button(`Copy ${name}`, () => navigator.clipboard.writeText(text))), h("pre", { tabindex: 0 }, text)))),
    found.length > 0 && table("Formulas so far", ["model", found[0].measure, "complexity", ""], found.map(step =>
      [`${step.id}: ${step.label}`, brief(step.error), String(step.complexity),
        button("Look at it", () => act("go", { step: step.id }), { "data-key": `look-${step.id}`, disabled: Boolean(busy) })])),
    pareto);
}
