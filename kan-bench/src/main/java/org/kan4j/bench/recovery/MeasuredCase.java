package org.kan4j.bench.recovery;

import org.kan4j.data.Dataset;

/** Measured data. */
record MeasuredCase(MeasuredLaw law) implements TestCase {
    @Override
    public String id() {
        return law.id();
    }

    @Override
    public String category() {
        return "measured";
    }

    @Override
    public Outcome run(Question question) {
        Dataset data = law.data();
        Answer answer = question.ask(data);
        MeasuredScore score =
                answer.formula().map(f -> MeasuredScore.of(law, f, data)).orElse(MeasuredScore.NONE);
        return new Outcome(id(), category(), answer, score.marks(), score.numbers(law));
    }
}
