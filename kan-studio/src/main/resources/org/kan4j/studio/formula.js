// The formula of a network, and those of others beside it.
import { brief, button, figures, formula as math, h, table } from "./dom.js";

/** How sure the rows make the constants of a formula, and formulas that do as well. */
function evidence({ named, constants, rivals }, target) {
  return [
    constants.length > 0 && h("section", {},
      h("h3", {}, "Constants"),
      h("div", { class: "wide", tabindex: 0, role: "region", "aria-label": "Formula with names of the constants" }, h("p", { class: "formula" }, named)),
      table("Constants, with standard errors by least squares on the rows that may be looked at", ["name", "value", "estimate", "standard error", "95% interval", "taken as"],
        constants.map(c => [c.name, String(c.value), brief(c.estimate), c.standard_error === null ? "not determined" : brief(c.standard_error),
          c.margin_95 === null ? "–" : `± ${brief(c.margin_95)}`, c.exact ? "exact" : "free"]))),
    rivals.length > 0 && h("section", {},
      h("h3", {}, "Rivals"),
      h("p", {}, "Formulas of similar size that explain the rows as well, as far as these can tell, and predict something else. A measurement where they part would decide."),
      table("Rivals, and where they part most from this formula", ["formula", "RMSE", "at", `${target} by this formula`, `${target} by the rival`],
        rivals.map(r => [r.text, brief(r.error), r.where.join(", ") + (r.beyond ? " (beyond the rows)" : ""), brief(r.prediction), brief(r.rival_prediction)]))),
  ];
}

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
      ...(model.evidence ? evidence(model.evidence, model.formula.target) : []),
      ...[["Text", `${model.formula.target} = ${model.formula.text}`], ["LaTeX", model.formula.latex], ["Python (SymPy)", model.formula.sympy]].map(([name, text]) =>
        h("details", {}, h("summary", {}, name), h("p", {}, button(`Copy ${name}`, () => navigator.clipboard.writeText(text))), h("pre", { tabindex: 0 }, text)))),
    found.length > 0 && table("Formulas so far", ["model", found[0].measure, "complexity", ""], found.map(step =>
      [`${step.id}: ${step.label}`, brief(step.error), String(step.complexity),
        button("Look at it", () => act("go", { step: step.id }), { "data-key": `look-${step.id}`, disabled: Boolean(busy) })])),
    pareto);
}
