package org.kan4j.discover.find;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.kan4j.data.Batch;
import org.kan4j.discover.score.TableRounding;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Vocabulary;
import org.kan4j.numeric.Parallel;

/**
 * Laws made of two or three expressions of a {@link Dictionary}, for data without noise. From the target, functions and small
 * expressions are taken off; what is left, t, is looked for in two forms with free constants a, b, …, p_i:
 *
 * <ul>
 *   <li>t = (a·f + b) / (c·g + d), t = a·f + b·g + c and t = 1 / (a·f + b·g + c), and with a third, short expression added,
 *   <li>|t| = a·Π x_i^p_i·|f|^q·|g|^r, and with exp(b·g) in the place of either, and with a third, short factor.
 * </ul>
 *
 * <p>Both are linear relations, the second between logarithms. In a relation, two columns are multiples of one another modulo the
 * other ones and t, so no pairs have to be tried ({@link Collinear}).
 */
final class DictionarySearch {
    /** Rows that relations are looked for on. */
    private static final int ROWS = 48;

    /** Rows beside those that a relation takes, so that chance finds none. */
    private static final int SPARE_ROWS = 8;

    /** The share of the expressions that are used where there is a third one, and where another was taken off; at the most so many. */
    private static final int WITH_THIRD = 3;

    private static final int MOST_WITH_THIRD = 2500;
    private static final int PEELED = 10;
    private static final int MOST_PEELED = 1000;

    /** Expressions that may be third, and that may be taken off the target. */
    private static final int THIRDS = 120;

    private static final int PEELS = 100;

    /** Expressions of one task. */
    private static final int GROUP = 500;

    /** Functions of the target that expressions are taken off. */
    private static final int SIMPLE = 3;

    /** Laws that are handed over. */
    private static final int FORMULAS = 3;

    /** Targets that are looked at before the laws found are judged. */
    private static final int WAVE = 64;

    private final Batch data;
    private final Batch rows;
    private final Relations relations;
    private final Vocabulary vocabulary;
    private final BooleanSupplier stop;

    /**
     * A search of a table.
     *
     * @param data one target
     * @param vocabulary functions that laws may hold
     * @param stop asked between targets
     */
    DictionarySearch(Batch data, Vocabulary vocabulary, BooleanSupplier stop) {
        this.vocabulary = vocabulary;
        this.data = data;
        this.stop = stop;
        SplittableRandom random = new SplittableRandom(data.rows());
        int[] order = IntStream.range(0, data.rows()).toArray();
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        rows = data.subset(Arrays.copyOf(order, Math.min(ROWS, order.length)));
        relations = new Relations(data, rows, stop);
    }

    /**
     * The shortest laws, for the first group of targets that has any; none where there is none or the data are noisy.
     *
     * @param most expressions in the dictionary
     */
    List<Expression> laws(int most, Parallel parallel) {
        if (rows.rows() < data.in() + 4 + Collinear.LEFT + SPARE_ROWS || !(relations.spread() > 0)) {
            return List.of();
        }
        int withThird = Math.min(MOST_WITH_THIRD, most / WITH_THIRD);
        int afterPeel = Math.min(MOST_PEELED, most / PEELED);
        Dictionary dictionary = new Dictionary(rows, vocabulary, most);
        List<PeeledTarget> whole = targets();
        LinearForm sums = LinearForm.sums(rows, dictionary.entries(), whole.get(0));
        LinearForm products = LinearForm.products(rows, withBinomials(dictionary, withThird, most), whole.get(0));
        List<Callable<List<Expression>>> tasks = new ArrayList<>();
        for (PeeledTarget t : whole) {
            tasks.add(() -> relations.related(products, t, List.of(), most));
            tasks.add(() -> relations.related(sums, t, List.of(), most));
        }
        List<PeeledTarget> simple = whole.subList(0, Math.min(SIMPLE, whole.size()));
        List<Dictionary.Entry> peels = new ArrayList<>(dictionary.entries());
        peels.addAll(dictionary.monomials(most / WITH_THIRD));
        for (int from = 0; from < peels.size(); from += GROUP) {
            List<Dictionary.Entry> group = peels.subList(from, Math.min(from + GROUP, peels.size()));
            for (PeeledTarget t : simple) {
                tasks.add(() -> relations.single(products, t, group));
                tasks.add(() -> relations.single(sums, t, group));
            }
        }
        for (PeeledTarget t : simple) {
            for (int third = 0; third < THIRDS; third++) {
                int number = third;
                tasks.add(() -> relations.related(products, t, products.third(number), withThird));
                tasks.add(() -> relations.related(sums, t, sums.third(number), withThird));
            }
        }
        for (Dictionary.Entry g : first(dictionary.entries(), PEELS)) {
            for (PeeledTarget t : simple) {
                for (Peel peel : Peel.values()) {
                    PeeledTarget peeled = peel.of(t, g);
                    for (LinearForm form : List.of(products, sums)) {
                        peeled.functions(peel.functions(form.logarithmic(), true))
                                .forEach(one -> tasks.add(() -> relations.related(form, one, List.of(), afterPeel)));
                    }
                }
            }
        }
        return first(tasks, parallel);
    }

    /** The expressions of a dictionary, with binomials after the shortest. */
    private static List<Dictionary.Entry> withBinomials(Dictionary dictionary, int shortest, int most) {
        List<Dictionary.Entry> all = new ArrayList<>(dictionary.entries());
        all.addAll(Math.min(shortest, all.size()), dictionary.binomials(most / 2));
        return all;
    }

    private static <T> List<T> first(List<T> list, int most) {
        return list.subList(0, Math.min(most, list.size()));
    }

    private List<Expression> first(List<Callable<List<Expression>>> tasks, Parallel parallel) {
        for (int from = 0; from < tasks.size() && !stop.getAsBoolean(); from += WAVE) {
            List<Expression> found = parallel.all(tasks.subList(from, Math.min(from + WAVE, tasks.size()))).stream()
                    .flatMap(List::stream)
                    .sorted(Comparator.comparingInt(Expression::size))
                    .limit(FORMULAS)
                    .toList();
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    /** The target, and functions of it. */
    private List<PeeledTarget> targets() {
        boolean negative = Arrays.stream(data.y()).allMatch(v -> v < 0);
        double sign = negative ? -1 : 1;
        PeeledTarget target = new PeeledTarget(
                Arrays.stream(rows.y()).map(v -> sign * v).toArray(),
                TableRounding.errors(rows.y()),
                e -> Expression.product(Expression.constant(sign), e));
        return target.functions(LinearForm.OF_SUMS);
    }
}
