package org.kan4j.report;

/**
 * How a picture of a network looks, and what of it is drawn.
 *
 * @param title for those who do not see the picture; empty for none
 * @param drawn the active edges to draw; with them go the nodes that they enter or leave
 * @param unread whether inputs that no active edge leaves are drawn, in grey
 * @param density [layer][input][bins] shares of rows along the grids, drawn under the functions; without layers where nothing is known
 * @param colours those of the picture
 */
public record NetworkLook(String title, Selection drawn, boolean unread, double[][][] density, Colours colours) {
    /** That of a picture in a file of its own: everything, on white. */
    static final NetworkLook FILE = new NetworkLook(
            "",
            (layer, input, column) -> true,
            true,
            new double[0][][],
            new Colours("#1f2937", "#2563eb", "#b45309", "#9ca3af", "#ffffff", "#f8fafc"));

    /** Which edges are drawn. */
    @FunctionalInterface
    public interface Selection {
        /**
         * {@return whether an edge is drawn}
         *
         * @param layer number of the layer
         * @param input number of the input
         * @param column number of the column
         */
        boolean has(int layer, int input, int column);
    }

    /**
     * Colours in words of CSS.
     *
     * @param ink lines, nodes and names
     * @param curve functions
     * @param symbolic functions with a name
     * @param unused inputs that nothing reads
     * @param paper behind everything
     * @param box behind a function
     */
    public record Colours(String ink, String curve, String symbolic, String unused, String paper, String box) {}
}
