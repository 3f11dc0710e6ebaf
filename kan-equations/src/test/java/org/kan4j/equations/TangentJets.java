package org.kan4j.equations;

import java.util.Arrays;
import org.kan4j.layer.BaseActivation;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;
import org.kan4j.network.KanNetwork;

/**
 * Jets and their derivatives by parameters in plain loops, edge by edge: the tangent of one parameter goes forward through the layers.
 * What {@link Jets} is compared with.
 */
final class TangentJets {
    private TangentJets() {}

    /**
     * One row: the jets of the outputs, and their derivatives by one parameter.
     *
     * @param network structure
     * @param p parameters
     * @param x [in]
     * @param parameter index
     * @return [2][out · jet]
     */
    static double[][] of(KanNetwork network, double[] p, double[] x, int parameter) {
        Jet jet = new Jet(network.in());
        int size = jet.size();
        double[] values = new double[network.in() * size];
        for (int i = 0; i < network.in(); i++) {
            values[i * size] = x[i];
            values[i * size + jet.first(i)] = 1;
        }
        double[] tangents = new double[values.length];
        for (int l = 0; l < network.depth(); l++) {
            Layer layer = network.layer(l);
            double[] z = new double[layer.columns() * size];
            double[] dz = new double[z.length];
            for (int i = 0; i < layer.in(); i++) {
                for (int c = 0; c < layer.columns(); c++) {
                    double[] phi = new double[4];
                    double[] own = new double[3];
                    edge(layer, network.offset(l), p, values[i * size], i, c, parameter, phi, own);
                    add(jet, phi, own, values, tangents, i * size, z, dz, c * size);
                }
            }
            values = new double[layer.out() * size];
            tangents = new double[values.length];
            for (int node = 0; node < layer.out(); node++) {
                multiply(jet, layer, node, z, dz, values, tangents);
            }
        }
        return new double[][] {values, tangents};
    }

    /** φ and three derivatives, and the derivatives of φ, φ′, φ″ by the parameter. */
    private static void edge(
            Layer layer, int p0, double[] p, double x, int i, int c, int parameter, double[] phi, double[] own) {
        int start = p0 + layer.inputOffset(i) + c;
        if (layer.edge(i, c) instanceof Edge.Numeric) {
            int support = layer.basis(i).support();
            double[] basis = new double[4 * support];
            int first = layer.basis(i).evaluate(x, 3, basis, 0);
            for (int j = 0; j < support; j++) {
                int at = start + (first + j) * layer.columns();
                for (int d = 0; d < 4; d++) {
                    phi[d] += p[at] * basis[d * support + j];
                    if (d < 3 && at == parameter) {
                        own[d] = basis[d * support + j];
                    }
                }
            }
            BaseActivation base = layer.activation(i);
            if (base != BaseActivation.ZERO) {
                int at = start + layer.basis(i).size() * layer.columns();
                double[] b = {base.value(x), base.derivative(x), base.secondDerivative(x), base.thirdDerivative(x)};
                for (int d = 0; d < 4; d++) {
                    phi[d] += p[at] * b[d];
                    if (d < 3 && at == parameter) {
                        own[d] = b[d];
                    }
                }
            }
        } else if (layer.edge(i, c) instanceof Edge.Symbolic s) {
            int q = p0 + layer.symbolicOffset(i, c);
            double a = p[q];
            double u = a * x + p[q + 1];
            double[] f = {
                s.function().value(u),
                s.function().derivative(u),
                s.function().secondDerivative(u),
                s.function().thirdDerivative(u)
            };
            for (int d = 0; d < 4; d++) {
                phi[d] = p[q + 2] * Math.pow(a, d) * f[d] + (d == 0 ? p[q + 3] : 0);
            }
            for (int d = 0; d < 3; d++) {
                double power = Math.pow(a, d);
                double byA = p[q + 2] * (power * f[d + 1] * x + (d == 0 ? 0 : d * Math.pow(a, d - 1.0) * f[d]));
                double[] by = {byA, p[q + 2] * power * f[d + 1], power * f[d], d == 0 ? 1 : 0};
                own[d] = parameter >= q && parameter < q + 4 ? by[parameter - q] : 0;
            }
        }
    }

    private static void add(
            Jet jet, double[] phi, double[] own, double[] v, double[] dv, int at, double[] z, double[] dz, int to) {
        double[] d = new double[3];
        for (int k = 0; k < 3; k++) {
            d[k] = own[k] + phi[k + 1] * dv[at];
        }
        z[to] += phi[0];
        dz[to] += d[0];
        for (int a = 0; a < jet.inputs(); a++) {
            int fa = jet.first(a);
            z[to + fa] += phi[1] * v[at + fa];
            dz[to + fa] += d[1] * v[at + fa] + phi[1] * dv[at + fa];
            for (int b = a; b < jet.inputs(); b++) {
                int fb = jet.first(b);
                int ab = jet.second(a, b);
                z[to + ab] += phi[2] * v[at + fa] * v[at + fb] + phi[1] * v[at + ab];
                dz[to + ab] += d[2] * v[at + fa] * v[at + fb]
                        + phi[2] * (dv[at + fa] * v[at + fb] + v[at + fa] * dv[at + fb])
                        + d[1] * v[at + ab]
                        + phi[1] * dv[at + ab];
            }
        }
    }

    private static void multiply(
            Jet jet, Layer layer, int node, double[] z, double[] dz, double[] values, double[] tangents) {
        int size = jet.size();
        int c = layer.firstColumn(node);
        double[] f = Arrays.copyOfRange(z, c * size, (c + 1) * size);
        double[] df = Arrays.copyOfRange(dz, c * size, (c + 1) * size);
        for (int j = 1; j < layer.columnCount(node); j++) {
            double[] left = new double[size];
            double[] right = new double[size];
            jet.multiply(df, 0, z, (c + j) * size, left, 0);
            jet.multiply(f, 0, dz, (c + j) * size, right, 0);
            double[] product = new double[size];
            jet.multiply(f, 0, z, (c + j) * size, product, 0);
            f = product;
            for (int k = 0; k < size; k++) {
                df[k] = left[k] + right[k];
            }
        }
        System.arraycopy(f, 0, values, node * size, size);
        System.arraycopy(df, 0, tangents, node * size, size);
    }
}
