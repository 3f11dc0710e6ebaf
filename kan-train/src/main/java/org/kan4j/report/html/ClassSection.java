package org.kan4j.report.html;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.kan4j.data.Dataset;
import org.kan4j.kernel.Engine;
import org.kan4j.report.TextLines;

/** How well a model tells classes apart on the rows of a table. */
final class ClassSection {
    private static final int MOST_CLASSES = 25;
    private static final int BINS = 20;
    static final String PROBABILITY = "Probability that the model gave the class that was observed";
    private static final double FLOOR = 1e-300;

    private ClassSection() {}

    static void write(Markup page, Engine engine, Predictor predictor, Subject subject, Dataset data) {
        int classes = data.classes().size();
        double[] counts = new double[classes];
        for (double label : data.y()) {
            counts[(int) label]++;
        }
        int common = IntStream.range(0, classes).reduce(0, (a, b) -> counts[b] > counts[a] ? b : a);
        double entropy = Arrays.stream(counts)
                .map(n -> n / data.rows())
                .filter(share -> share > 0)
                .map(share -> -share * Math.log(share))
                .sum();
        List<List<String>> lines = new ArrayList<>();
        lines.add(line("network", subject.model().probabilities(engine, data.x(), data.rows()), data));
        double[] p = predictor.values(data.x(), data.rows());
        if (subject.formula().isPresent()) {
            lines.add(line("formula", p, data));
        }
        subject.findings()
                .linear()
                .ifPresent(linear -> lines.add(
                        line("logistic regression", linear.probabilities(engine, data.x(), data.rows()), data)));
        lines.add(List.of(
                "always " + data.classes().get(common) + ", the most frequent class",
                TextLines.shortNumber(counts[common] / data.rows()),
                "–"));
        lines.add(List.of("frequencies of the classes", "–", TextLines.shortNumber(entropy)));
        page.open("section").leaf("h2", "Errors");
        page.leaf(
                "p",
                RowSections.whichRows(data)
                        + " Accuracy is the share of rows whose most probable class is the right one.");
        Page.table(page, "Errors", List.of("prediction by", "accuracy", "log loss (nats)"), lines);
        page.close();
        page.open("section").leaf("h2", "Predicted and observed");
        page.open("div", "class", "charts");
        Page.figure(page, PROBABILITY, probability(predictor, data));
        page.close();
        if (classes <= MOST_CLASSES) {
            confusion(page, data, p);
        }
        page.close();
    }

    /** Shares of the rows by the probability that the model gave to the class that was observed. */
    static Chart probability(Predictor predictor, Dataset data) {
        int classes = data.classes().size();
        double[] p = predictor.values(data.x(), data.rows());
        double[] right = IntStream.range(0, data.rows())
                .mapToDouble(r -> p[r * classes + (int) data.y()[r]])
                .toArray();
        Range unit = new Range(0, 1);
        double[] shares = unit.density(right, BINS);
        double highest = Arrays.stream(shares).max().orElse(1);
        return new Chart(
                        PROBABILITY,
                        "probability of the observed class",
                        unit,
                        "share of rows",
                        new Range(0, 1.05 * highest))
                .bars(shares);
    }

    /** What predicts, its accuracy and its log loss, from probabilities [rows, classes]. */
    private static List<String> line(String by, double[] p, Dataset data) {
        int classes = data.classes().size();
        double weights = 0;
        double right = 0;
        double loss = 0;
        for (int r = 0; r < data.rows(); r++) {
            double weight = data.weights().length == 0 ? 1 : data.weights()[r];
            double own = p[r * classes + (int) data.y()[r]];
            weights += weight;
            right += mostProbable(p, r * classes, classes) == (int) data.y()[r] ? weight : 0;
            loss -= weight * Math.log(Math.max(own, FLOOR));
        }
        return List.of(by, TextLines.shortNumber(right / weights), TextLines.shortNumber(loss / weights));
    }

    private static int mostProbable(double[] p, int first, int classes) {
        return IntStream.range(0, classes).reduce(0, (a, b) -> p[first + b] > p[first + a] ? b : a);
    }

    /** How many rows of each class were taken for each class. */
    private static void confusion(Markup page, Dataset data, double[] p) {
        int classes = data.classes().size();
        int[][] counts = new int[classes][classes];
        for (int r = 0; r < data.rows(); r++) {
            int first = r * classes;
            counts[(int) data.y()[r]][mostProbable(p, first, classes)]++;
        }
        List<String> header = new ArrayList<>(List.of("observed"));
        data.classes().forEach(label -> header.add("as " + label));
        Page.table(
                page,
                "Rows of each class, by the class that they were taken for",
                header,
                IntStream.range(0, classes)
                        .mapToObj(c -> {
                            List<String> line =
                                    new ArrayList<>(List.of(data.classes().get(c)));
                            Arrays.stream(counts[c]).forEach(n -> line.add(Integer.toString(n)));
                            return List.copyOf(line);
                        })
                        .toList());
    }
}
