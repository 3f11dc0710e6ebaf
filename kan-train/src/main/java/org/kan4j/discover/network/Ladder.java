package org.kan4j.discover.network;

import java.util.ArrayList;
import java.util.List;
import org.kan4j.network.Shape;

/** The shapes that a search tries, by the length of their description. */
public final class Ladder {
    private Ladder() {}

    /**
     * The ladder.
     *
     * @param in number of inputs
     * @param rows to train on: shapes with more edges than a quarter of the rows are left out, except the first
     */
    public static List<Shape> shapes(int in, int rows) {
        List<String> texts = new ArrayList<>(List.of("1", "1,1"));
        if (in > 1) {
            texts.add("0+1p");
            texts.add("0+1p" + in);
        }
        texts.addAll(List.of("2,1", "0+1p,1", "1+1p,1", "2,1,1", "0+2p,1", "3,1", "2+1p,1", "1+1p,1,1", "5,1"));
        List<Shape> shapes = new ArrayList<>();
        for (String text : texts) {
            Shape shape = Shape.parse(in + "," + text);
            if ((shapes.isEmpty() || edges(shape) <= rows / 4) && !shapes.contains(shape)) {
                shapes.add(shape);
            }
        }
        return shapes;
    }

    private static int edges(Shape shape) {
        int in = shape.inputs();
        int edges = 0;
        for (Shape.Nodes nodes : shape.layers()) {
            edges += in
                    * (nodes.sums()
                            + nodes.arities().stream()
                                    .mapToInt(Integer::intValue)
                                    .sum());
            in = nodes.sums() + nodes.arities().size();
        }
        return edges;
    }
}
