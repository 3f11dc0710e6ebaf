package org.kan4j.edit;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kan4j.layer.Layer;
import org.kan4j.model.KanModel;
import org.kan4j.network.KanNetwork;

/**
 * Which edge of a network; all numbers begin at 0.
 *
 * @param layer its layer
 * @param input where it comes from: an input of the layer
 * @param column where it goes: a sum node of the layer, or after these an argument of a product node
 */
public record EdgePlace(int layer, int input, int column) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,9}),(\\d{1,9}),(\\d{1,9})");

    /**
     * {@return the edge that a text names}
     *
     * @param text as in {@code 0,1,0}: layer, input, column
     * @throws EditException if it is none
     */
    public static EdgePlace parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new EditException("edge: LAYER,INPUT,COLUMN required, as in 0,1,0, got \"" + text + "\"");
        }
        return new EdgePlace(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)));
    }

    /** Refuses a place where a model has no active edge. */
    void requireIn(KanModel model) {
        KanNetwork network = model.kan().network();
        if (layer >= network.depth()) {
            throw new EditException("edge " + this + ": a layer from 0 to " + (network.depth() - 1) + " required");
        }
        Layer of = network.layer(layer);
        if (input >= of.in() || column >= of.columns()) {
            throw new EditException("edge " + this + ": an input from 0 to " + (of.in() - 1)
                    + " and a column from 0 to " + (of.columns() - 1) + " required in layer " + layer);
        }
        if (!of.edge(input, column).active()) {
            throw new EditException("edge " + this + ": an active edge required, this one was pruned");
        }
    }

    /** The numbers, separated by commas. */
    @Override
    public String toString() {
        return layer + "," + input + "," + column;
    }
}
