package org.kan4j.discover.score;

import java.util.Arrays;
import org.kan4j.data.Batch;
import org.kan4j.formula.CompiledExpression;
import org.kan4j.numeric.LeastSquaresProblem;

/**
 * A formula's values minus the targets, in units of the targets' spread, as a function of the formula's free constants; those of
 * weighted rows times the root of their weight.
 */
public final class FormulaProblem implements LeastSquaresProblem {
    private final CompiledExpression compiled;
    private final Batch batch;
    private final double[] factors;

    public FormulaProblem(CompiledExpression compiled, Batch batch, double scale) {
        this.compiled = compiled;
        this.batch = batch;
        this.factors = new double[batch.rows()];
        double mean = batch.totalWeight() / batch.rows();
        Arrays.setAll(factors, r -> Math.sqrt(batch.weight(r) / mean) / scale);
    }

    @Override
    public int unknowns() {
        return compiled.parameterCount();
    }

    @Override
    public int residuals() {
        return batch.rows();
    }

    @Override
    public void residuals(double[] p, double[] r) {
        compiled.values(p, batch.x(), batch.rows(), batch.in(), r);
        subtract(r);
    }

    @Override
    public void jacobian(double[] p, double[] r, double[] jacobian) {
        compiled.jacobian(p, batch.x(), batch.rows(), batch.in(), r, jacobian);
        subtract(r);
        for (int i = 0; i < batch.rows() * p.length; i++) {
            jacobian[i] *= factors[i / p.length];
        }
    }

    private void subtract(double[] r) {
        for (int i = 0; i < r.length; i++) {
            r[i] = (r[i] - batch.y()[i]) * factors[i];
        }
    }
}
