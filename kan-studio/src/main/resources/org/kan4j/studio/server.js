// What the server is asked and told. All that is worth keeping is there: a page that is opened anew shows the same.

/**
 * @typedef {{id: number, from: number, label: string, error: number, measure: string, note: string, complexity?: number, version: number, rough: boolean}} Step a model that was made
 * @typedef {{name: string, type: string, readable: boolean, left_out: string, gaps?: number, lowest?: string, highest?: string, suspicions?: string[]}} Column
 * @typedef {{target: string, inputs: string[], classes: boolean, shape: string, intervals: number, seed: number}} Choice
 * @typedef {{edge: string, from: string, to: string, function: string, score: number, constants?: number[]}} Edge
 * @typedef {{target: string, text: string, latex: string, sympy: string, mathml: string, complexity: number}} Formula
 * @typedef {{name: string, lo: number, hi: number, middle: number, levels: string[]}} Input
 * @typedef {{shape: string, target: string, classes: string[], parameters: number, fitted: number, judges: number, hidden: number, drawn: number, inputs: Input[], edges: Edge[],
 *   formula?: Formula, evidence?: Evidence, scores?: {name: string, rmse?: number, r2?: number, accuracy?: number, log_loss?: number}[],
 *   suggested?: {edge: string, rough: boolean, own: number, functions: {name: string, error: number, a: number, b: number, c: number, d: number}[]}}} Model
 * @typedef {{named: string, constants: {name: string, value: number, exact: boolean, estimate: number, standard_error: number|null, margin_95: number|null}[],
 *   rivals: {text: string, error: number, where: string[], beyond: boolean, prediction: number, rival_prediction: number}[]}} Evidence
 * @typedef {{stage: string, share: number, found: {text: string, complexity: number, error: number, chosen: boolean}[]}} Front
 * @typedef {{work: number, busy: string, ahead: string, problem: string, trained: number, functions: string[], current: number, steps: Step[],
 *   table: {name: string, reading?: boolean, rows?: number, notes: string[], warnings: string[], columns: Column[]}, choice: Choice, front?: Front, model?: Model}} State
 */

/** The number of the work, which the address of the page holds. */
export const work = () => Number(location.hash.slice(1)) || 0;

/** @param {Response} response */
async function checked(response) {
  if (!response.ok) {
    throw new Error(await response.text());
  }
  return response.json();
}

/** @param {string} path @param {Record<string, string|number>} [query] names and numbers, which need no escapes */
export const ask = async (path, query = {}) =>
  checked(await fetch(`/api/${path}?${Object.entries({ work: work(), ...query }).map(([name, value]) => `${name}=${value}`).join("&")}`));

/** @param {string} path @param {Record<string, any>} [message] */
export const act = async (path, message = {}) =>
  checked(await fetch(`/api/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Kan4j-Studio": "1" },
    body: JSON.stringify({ work: work(), ...message }),
  }));

/** @returns {Promise<State>} */
export const state = () => ask("state");

/**
 * Pictures of a model.
 * @param {string} what
 * @param {number} step
 * @param {string} [edge]
 * @returns {Promise<{title: string, svg: string}[]>}
 */
export const pictures = async (what, step, edge = "") => (await ask("pictures", { what, step, edge })).pictures;

/**
 * Listens to what happens to the work.
 * @param {{state: () => void, step: () => void, lost: (lost: boolean) => void}} told
 */
export function listen(told) {
  const source = new EventSource(`/api/events?work=${work()}`);
  source.addEventListener("state", told.state);
  source.addEventListener("step", told.step);
  source.addEventListener("open", () => told.lost(false));
  source.addEventListener("error", () => told.lost(true));
  return source;
}
