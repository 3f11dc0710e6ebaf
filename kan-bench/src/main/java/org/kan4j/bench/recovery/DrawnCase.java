package org.kan4j.bench.recovery;

/**
 * A table drawn from a formula.
 *
 * @param noise on the target of the training rows, as a share of its root mean square
 * @param seed of the rows
 */
record DrawnCase(KnownFormula truth, double noise, long seed) implements TestCase {
    @Override
    public String id() {
        return truth.id();
    }

    @Override
    public String category() {
        return truth.category();
    }

    @Override
    public Outcome run(Question question) {
        DrawnTable table = DrawnTable.of(truth, noise, seed);
        Answer answer = question.ask(table.train());
        DrawnScore score = answer.formula()
                .map(formula -> DrawnScore.of(truth, formula, table.fresh(), noise > 0))
                .orElseGet(() -> DrawnScore.none(truth));
        return new Outcome(id(), category(), answer, score.marks(), score.numbers());
    }
}
