package org.kan4j.cuda;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kan4j.basis.BSpline;
import org.kan4j.kernel.Pieces;
import org.kan4j.layer.BaseActivation;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;

/** What the kernels need to know of a layer, in arrays: {@code kan.cu} has the names of the fields. */
final class LayerPlan {
    private static final int FIELDS = 9;

    /** [in, FIELDS], then the first functions of the pieces of each input. */
    final int[] integers;

    /** Breakpoints, origins and scales, and polynomials of the pieces. */
    final double[] numbers;

    /** [in, columns] in bytes, four to an integer: 1 for a numeric edge. */
    final int[] mask;

    /** [out + 1] first columns of the nodes. */
    final int[] begins;

    /** The most functions that are nonzero at a point, and one more for the base. */
    final int slots;

    /** The most functions of an input. */
    final int functions;

    LayerPlan(Layer layer, int offset, Precision precision) {
        int in = layer.in();
        List<double[]> blocks = new ArrayList<>();
        integers = new int
                [FIELDS * in
                        + layer.bases().stream()
                                .mapToInt(b -> new Pieces((BSpline) b).pieces())
                                .sum()];
        int integer = FIELDS * in;
        int number = 0;
        int mostFunctions = 0;
        int mostSupport = 0;
        for (int i = 0; i < in; i++) {
            BSpline basis = (BSpline) layer.basis(i);
            Pieces pieces = new Pieces(basis);
            int count = pieces.pieces();
            double[] breakpoints = pieces.breakpoints();
            // The upper end belongs to the grid, as it does in BSpline: the piece beyond begins above it.
            int outside = (count - basis.grid().intervals()) / 2;
            int end = count - outside - 1;
            breakpoints[end] = precision.above(breakpoints[end]);
            double[] origin = pieces.origin();
            double[] scale = pieces.scale();
            double[] places = new double[2 * count];
            for (int k = 0; k < count; k++) {
                places[2 * k] = origin[k];
                places[2 * k + 1] = scale[k];
            }
            double[] values = pieces.values();
            int[] fields = {
                count,
                number,
                integer,
                number + breakpoints.length,
                number + breakpoints.length + places.length,
                basis.support(),
                offset + layer.inputOffset(i),
                basis.size(),
                activation(layer.activation(i))
            };
            System.arraycopy(fields, 0, integers, FIELDS * i, FIELDS);
            System.arraycopy(pieces.first(), 0, integers, integer, count);
            blocks.add(breakpoints);
            blocks.add(places);
            blocks.add(values);
            integer += count;
            number += breakpoints.length + places.length + values.length;
            mostFunctions = Math.max(mostFunctions, basis.size());
            mostSupport = Math.max(mostSupport, basis.support());
        }
        numbers = blocks.stream().flatMapToDouble(Arrays::stream).toArray();
        slots = mostSupport + 1;
        functions = mostFunctions;
        mask = mask(layer);
        begins = new int[layer.out() + 1];
        for (int node = 0; node <= layer.out(); node++) {
            begins[node] = layer.firstColumn(node);
        }
    }

    private static int activation(BaseActivation activation) {
        return switch (activation) {
            case ZERO -> 0;
            case IDENTITY -> 1;
            case SILU -> 2;
        };
    }

    private static int[] mask(Layer layer) {
        int edges = layer.in() * layer.columns();
        int[] mask = new int[(edges + 3) / 4];
        for (int e = 0; e < edges; e++) {
            if (layer.edge(e / layer.columns(), e % layer.columns()) instanceof Edge.Numeric) {
                mask[e / 4] |= 1 << 8 * (e % 4);
            }
        }
        return mask;
    }
}
