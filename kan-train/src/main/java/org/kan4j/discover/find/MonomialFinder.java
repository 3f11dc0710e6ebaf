package org.kan4j.discover.find;

import static org.kan4j.formula.Expression.constant;
import static org.kan4j.formula.Expression.power;
import static org.kan4j.formula.Expression.product;
import static org.kan4j.formula.Expression.variable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kan4j.data.Batch;
import org.kan4j.discover.reduce.Task;
import org.kan4j.formula.Expression;
import org.kan4j.numeric.LeastSquares;

/** A constant times powers of the inputs, by linear least squares on logarithms. */
public final class MonomialFinder implements Finder {
    /** A monomial that leaves more of the spread of the logarithms is none. */
    private static final double LEFT = 0.05;

    @Override
    public String name() {
        return "monomial";
    }

    @Override
    public Until until() {
        return Until.EXACT;
    }

    @Override
    public boolean suits(Task task) {
        return true;
    }

    @Override
    public List<Proposal> proposals(Task task, SearchContext context) {
        return Proposal.of(monomial(task.rawTrain()));
    }

    /**
     * c·Π x_i^p_i by least squares on logarithms; nothing where an input or target is not of one sign, or where the
     * logarithms are explained badly.
     *
     * @param data in the data's units
     */
    static Optional<Expression> monomial(Batch data) {
        int n = data.rows();
        int in = data.in();
        if (n < in + 2) {
            return Optional.empty();
        }
        double sign = Math.signum(data.y()[0]);
        double[] design = new double[n * (in + 1)];
        double[] logs = new double[n];
        double mean = 0;
        for (int r = 0; r < n; r++) {
            double y = sign * data.y()[r];
            if (!(y > 0)) {
                return Optional.empty();
            }
            logs[r] = Math.log(y);
            mean += logs[r] / n;
            design[r * (in + 1)] = 1;
            for (int i = 0; i < in; i++) {
                double x = data.x()[r * in + i];
                if (!(x > 0)) {
                    return Optional.empty();
                }
                design[r * (in + 1) + 1 + i] = Math.log(x);
            }
        }
        double[] w = LeastSquares.solve(design.clone(), logs.clone(), n, in + 1);
        double residual = 0;
        double total = 0;
        for (int r = 0; r < n; r++) {
            double d = logs[r];
            for (int j = 0; j <= in; j++) {
                d -= design[r * (in + 1) + j] * w[j];
            }
            residual += d * d;
            total += (logs[r] - mean) * (logs[r] - mean);
        }
        if (!(residual < LEFT * total)) {
            return Optional.empty();
        }
        List<Expression> factors = new ArrayList<>();
        factors.add(constant(sign * Math.exp(w[0])));
        for (int i = 0; i < in; i++) {
            factors.add(power(variable(i), constant(w[i + 1])));
        }
        return Optional.of(product(factors.toArray(Expression[]::new)));
    }
}
