package org.kan4j.discover.group;

import java.util.Arrays;
import java.util.List;
import org.kan4j.data.Batch;
import org.kan4j.discover.score.FormulaProblem;
import org.kan4j.formula.CompiledExpression;
import org.kan4j.numeric.LeastSquaresProblem;

/** What a form leaves of the rows of all groups, as a function of its constants in each group, some of which are one unknown. */
final class GroupProblem implements LeastSquaresProblem {
    private final List<FormulaProblem> groups;
    private final int[][] unknowns;
    private final int count;
    private final int residuals;

    /**
     * A problem.
     *
     * @param form its parameters are the constants of a group
     * @param groups rows of each
     * @param scale of residuals
     * @param unknowns [groups, constants] the number of the unknown that is a group's constant, 0 … count − 1
     */
    GroupProblem(CompiledExpression form, List<Batch> groups, double scale, int[][] unknowns) {
        this.groups = groups.stream()
                .map(rows -> new FormulaProblem(form, rows, scale))
                .toList();
        this.unknowns = unknowns;
        this.count =
                1 + Arrays.stream(unknowns).flatMapToInt(Arrays::stream).max().orElse(-1);
        this.residuals = groups.stream().mapToInt(Batch::rows).sum();
    }

    @Override
    public int unknowns() {
        return count;
    }

    @Override
    public int residuals() {
        return residuals;
    }

    /** The constants of a group. */
    double[] constants(double[] p, int group) {
        return Arrays.stream(unknowns[group]).mapToDouble(k -> p[k]).toArray();
    }

    @Override
    public void residuals(double[] p, double[] r) {
        int from = 0;
        for (int g = 0; g < groups.size(); g++) {
            double[] part = new double[groups.get(g).residuals()];
            groups.get(g).residuals(constants(p, g), part);
            System.arraycopy(part, 0, r, from, part.length);
            from += part.length;
        }
    }

    @Override
    public void jacobian(double[] p, double[] r, double[] jacobian) {
        Arrays.fill(jacobian, 0);
        int from = 0;
        for (int g = 0; g < groups.size(); g++) {
            int[] slots = unknowns[g];
            double[] part = new double[groups.get(g).residuals()];
            double[] derivatives = new double[part.length * slots.length];
            groups.get(g).jacobian(constants(p, g), part, derivatives);
            System.arraycopy(part, 0, r, from, part.length);
            for (int i = 0; i < part.length; i++) {
                for (int k = 0; k < slots.length; k++) {
                    jacobian[(from + i) * count + slots[k]] += derivatives[i * slots.length + k];
                }
            }
            from += part.length;
        }
    }
}
