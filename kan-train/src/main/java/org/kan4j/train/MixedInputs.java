package org.kan4j.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.kan4j.basis.Basis;
import org.kan4j.basis.Categories;
import org.kan4j.data.Dataset;
import org.kan4j.data.Feature;
import org.kan4j.data.Missing;
import org.kan4j.layer.BaseActivation;
import org.kan4j.layer.Layer;
import org.kan4j.model.InputKind;
import org.kan4j.model.Normalization;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;

/**
 * What a network is to make of inputs that are categories or have gaps, decided by the rows that are fitted. A level of one of
 * these is rare; where there are two such levels or more, they share a number.
 */
final class MixedInputs {
    /** Random parameters of levels reach from minus this to this, over the root of the number of inputs. */
    private static final double SPREAD = 0.3;

    private final List<InputKind> kinds = new ArrayList<>();
    private final boolean[] gaps;

    /**
     * Looks at the inputs of rows to fit.
     *
     * @param train the rows
     */
    MixedInputs(Dataset train) {
        gaps = new boolean[train.inputs()];
        for (int i = 0; i < gaps.length; i++) {
            Feature feature = train.features().get(i);
            boolean median = train.missing() == Missing.MEDIAN;
            double[] values = column(train, i);
            gaps[i] = feature.gaps() && !median;
            double fill = feature.category() ? mostFrequent(feature, values) : median(values);
            kinds.add(new InputKind(
                    feature.category() ? levels(feature, values) : List.of(),
                    feature.gaps() && median ? OptionalDouble.of(fill) : OptionalDouble.empty()));
        }
    }

    /** The values of an input that are there. */
    private static double[] column(Dataset data, int input) {
        return IntStream.range(0, data.rows())
                .mapToDouble(r -> data.x()[r * data.inputs() + input])
                .filter(value -> !Double.isNaN(value))
                .toArray();
    }

    private static double median(double[] values) {
        if (values.length == 0) {
            return 0;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : sorted[half - 1] + (sorted[half] - sorted[half - 1]) / 2;
    }

    /** [levels] rows of each. */
    private static int[] rows(Feature feature, double[] codes) {
        int[] rows = new int[feature.levels().size()];
        for (double code : codes) {
            if (code >= 0) {
                rows[(int) code]++;
            }
        }
        return rows;
    }

    /** The first of the levels with most rows. */
    private static int mostFrequent(Feature feature, double[] codes) {
        int[] rows = rows(feature, codes);
        return IntStream.range(0, rows.length).reduce(0, (a, b) -> rows[b] > rows[a] ? b : a);
    }

    private static List<InputKind.Level> levels(Feature feature, double[] codes) {
        int[] rows = rows(feature, codes);
        long rare = Arrays.stream(rows).filter(n -> n == 1).count();
        int pool = -1;
        int next = 0;
        List<InputKind.Level> levels = new ArrayList<>();
        for (int level = 0; level < rows.length; level++) {
            int number = -1;
            if (rows[level] == 1 && rare > 1) {
                pool = pool < 0 ? next++ : pool;
                number = pool;
            } else if (rows[level] > 0) {
                number = next++;
            }
            levels.add(new InputKind.Level(feature.levels().get(level), number));
        }
        return levels;
    }

    /** [inputs] the kinds of the inputs. */
    List<InputKind> kinds() {
        return kinds;
    }

    /** From the data's units to the network's: categories stay the numbers that they are, gaps do not count. */
    Normalization normalization(Dataset train) {
        int in = train.inputs();
        if (!train.mixed()) {
            return Normalization.standardizing(train.x(), train.rows(), in);
        }
        double[] shift = new double[in];
        double[] scale = new double[in];
        Arrays.fill(scale, 1);
        for (int i = 0; i < in; i++) {
            double[] values = kinds.get(i).category() ? new double[0] : column(train, i);
            if (values.length > 0) {
                Normalization one = Normalization.standardizing(values, values.length, 1);
                shift[i] = one.shift(0);
                scale[i] = one.scale(0);
            }
        }
        return new Normalization(shift, scale);
    }

    /**
     * A network whose first layer knows these inputs; what it has of the others stays.
     *
     * @param kan a network of quantities
     * @param seed of the parameters of levels
     */
    Kan in(Kan kan, long seed) {
        if (kinds.stream().noneMatch(InputKind::category)
                && IntStream.range(0, gaps.length).noneMatch(i -> gaps[i])) {
            return kan;
        }
        Layer before = kan.network().layer(0);
        List<Basis> bases = new ArrayList<>();
        List<BaseActivation> activations = new ArrayList<>();
        for (int i = 0; i < before.in(); i++) {
            boolean category = kinds.get(i).category();
            bases.add(category ? new Categories(numbers(kinds.get(i))) : before.basis(i));
            activations.add(category ? BaseActivation.ZERO : before.activation(i));
        }
        Layer after = new Layer(bases, activations, before.sums(), before.arities(), before.edges()).withGaps(gaps);
        KanNetwork network = kan.network().withLayer(0, after);
        double[] old = kan.parameters();
        double[] p = new double[network.parameterCount()];
        SplittableRandom random = new SplittableRandom(seed);
        double spread = SPREAD / Math.sqrt(before.in());
        for (int i = 0; i < before.in(); i++) {
            int to = after.inputOffset(i);
            if (kinds.get(i).category()) {
                int end = to + after.basis(i).size() * after.columns();
                for (int j = to + after.columns(); j < end; j++) {
                    p[j] = spread * (2 * random.nextDouble() - 1);
                }
            } else {
                System.arraycopy(old, before.inputOffset(i), p, to, before.rows(i) * before.columns());
            }
        }
        int rest = old.length - before.parameterCount();
        System.arraycopy(old, before.parameterCount(), p, p.length - rest, rest);
        return new Kan(network, p);
    }

    private static int numbers(InputKind kind) {
        return 1
                + Math.max(
                        0,
                        kind.levels().stream()
                                .mapToInt(InputKind.Level::number)
                                .max()
                                .orElse(0));
    }
}
