package org.kan4j.report;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;
import org.kan4j.model.KanModel;
import org.kan4j.network.KanNetwork;

/**
 * A network as one SVG picture, inputs below and outputs above as in arXiv:2404.19756: every active edge is a box with its
 * function over its grid, the fainter the less it varies beside the others that enter its node; symbolic edges bear their
 * names. The edge of a category has a mark for each level, and a dot at the right end is the effect of a gap; the title of such an edge has
 * the numbers. Hidden nodes that no active edge enters or leaves are not drawn, inputs that nothing reads are grey. Boxes shrink
 * where a layer has many edges, and names that would touch each other are set aslant.
 */
public final class NetworkPlot {
    private static final double PITCH = 74;
    private static final double SMALLEST_PITCH = 30;
    private static final double COMFORTABLE_WIDTH = 1500;
    private static final double BOX_SHARE = 0.76;
    private static final double MARGIN = 48;
    private static final double STOREY = 190;
    private static final int NAME_SIZE = 15;
    private static final int LONGEST_NAME = 32;
    private static final double SLANT = Math.toRadians(35);
    private static final double FAINTEST = 0.25;

    private final KanModel model;
    private final KanNetwork network;
    private final NetworkLook look;
    private final NetworkLook.Colours colours;
    private final DrawnParts parts;

    private final Svg svg;
    /** Side of an edge's box. */
    private final double box;
    /** Width between the margins. */
    private final double inner;

    private final double left;
    private final double top;
    private final double width;
    private final double height;

    private NetworkPlot(KanModel model, NetworkLook look) {
        this.model = model;
        this.network = model.kan().network();
        this.look = look;
        this.colours = look.colours();
        this.parts = new DrawnParts(network, look);
        int most = 2;
        for (int l = 0; l < network.depth(); l++) {
            most = Math.max(most, parts.edges(l).size());
        }
        double pitch = Math.max(SMALLEST_PITCH, Math.min(PITCH, COMFORTABLE_WIDTH / most));
        this.box = BOX_SHARE * pitch;
        this.inner = most * pitch;
        double before = MARGIN;
        double after = MARGIN;
        double above = MARGIN;
        double below = MARGIN;
        for (int level : new int[] {0, network.depth()}) {
            List<String> names = names(level);
            double spacing = inner / names.size();
            boolean aslant = aslant(names);
            for (int i = 0; i < names.size(); i++) {
                double length = length(names.get(i));
                double leftOf = aslant ? (level == 0 ? length * Math.cos(SLANT) : 0) : length / 2;
                double rightOf = aslant ? (level == 0 ? 0 : length * Math.cos(SLANT)) : length / 2;
                before = Math.max(before, leftOf - (i + 0.5) * spacing + NAME_SIZE);
                after = Math.max(after, rightOf - (names.size() - i - 0.5) * spacing + NAME_SIZE);
                double rise = aslant ? length * Math.sin(SLANT) + 2 * NAME_SIZE : 0;
                above = level == 0 ? above : Math.max(above, rise);
                below = level == 0 ? Math.max(below, rise) : below;
            }
        }
        this.left = before;
        this.top = above;
        this.width = before + inner + after;
        this.height = above + network.depth() * STOREY + below;
        this.svg = new Svg(width, height);
    }

    /**
     * {@return the picture as the text of an SVG file}
     *
     * @param model the model
     */
    public static String svg(KanModel model) {
        return svg(model, NetworkLook.FILE);
    }

    /**
     * {@return the picture as one element {@code svg}}
     *
     * @param model the model
     * @param look what of it is drawn, and how
     */
    public static String svg(KanModel model, NetworkLook look) {
        return new NetworkPlot(model, look).draw();
    }

    private String draw() {
        if (!look.title().isEmpty()) {
            svg.attributes("role", "img").title(look.title());
        }
        svg.element("rect", "width", Svg.number(width), "height", Svg.number(height), "fill", colours.paper());
        for (int l = 0; l < network.depth(); l++) {
            drawEdges(l);
        }
        for (int level = 0; level <= network.depth(); level++) {
            drawNodes(level);
        }
        return svg.close();
    }

    private double y(int level) {
        return top + (network.depth() - level) * STOREY;
    }

    private double nodeX(int level, int node) {
        List<Integer> drawn = parts.nodes(level);
        return (drawn.indexOf(node) + 0.5) * inner / drawn.size() + left;
    }

    /** Names of the inputs (level 0) or the outputs that are drawn, as they are printed. */
    private List<String> names(int level) {
        List<String> all = level == 0 ? model.inputNames() : model.outputNames();
        return parts.nodes(level).stream()
                .map(all::get)
                .map(NetworkPlot::printable)
                .toList();
    }

    /** A name of bearable length in characters that XML has. */
    private static String printable(String name) {
        StringBuilder result = new StringBuilder();
        name.codePoints()
                .limit(LONGEST_NAME)
                .map(c -> Character.isISOControl(c)
                                || Character.getType(c) == Character.SURROGATE
                                || (c & 0xFFFE) == 0xFFFE
                        ? 0xFFFD
                        : c)
                .forEach(result::appendCodePoint);
        return name.codePointCount(0, name.length()) > LONGEST_NAME
                ? result.append('…').toString()
                : result.toString();
    }

    /** About how wide a name is; fonts differ. */
    private static double length(String name) {
        return NAME_SIZE
                * name.codePoints().mapToDouble(c -> c < 0x2E80 ? 0.6 : 1).sum();
    }

    /** Whether names side by side would touch. */
    private boolean aslant(List<String> names) {
        double spacing = inner / names.size();
        for (int i = 1; i < names.size(); i++) {
            if ((length(names.get(i - 1)) + length(names.get(i))) / 2 + NAME_SIZE > spacing) {
                return true;
            }
        }
        return false;
    }

    private void drawNodes(int level) {
        for (int node : parts.nodes(level)) {
            double x = nodeX(level, node);
            boolean product = level > 0 && node >= network.layer(level - 1).sums();
            String colour = level == 0 && parts.unread(node) ? colours.unused() : colours.ink();
            svg.element(
                    "circle",
                    "cx",
                    Svg.number(x),
                    "cy",
                    Svg.number(y(level)),
                    "r",
                    product ? "10" : "5",
                    "fill",
                    colour);
            if (product) {
                svg.text(x, y(level) + 5, "×", colours.paper(), 16, "middle");
            }
            if (level == 0 || level == network.depth()) {
                name(x, level, node, colour);
            }
        }
    }

    private void name(double x, int level, int node, String colour) {
        List<String> names = names(level);
        if (aslant(names)) {
            double textX = level == 0 ? x + 5 : x;
            double textY = level == 0 ? y(level) + 20 : y(level) - 14;
            svg.begin(
                    "g",
                    "transform",
                    "rotate(" + Svg.number(-Math.toDegrees(SLANT)) + " " + Svg.number(textX) + " " + Svg.number(textY)
                            + ")");
            svg.text(
                    textX,
                    textY,
                    names.get(parts.nodes(level).indexOf(node)),
                    colour,
                    NAME_SIZE,
                    level == 0 ? "end" : "start");
            svg.end();
        } else {
            svg.text(
                    x,
                    level == 0 ? y(level) + 26 : y(level) - 16,
                    names.get(parts.nodes(level).indexOf(node)),
                    colour,
                    NAME_SIZE,
                    "middle");
        }
    }

    private void drawEdges(int l) {
        Layer layer = network.layer(l);
        List<DrawnParts.Place> places = parts.edges(l);
        double middle = (y(l) + y(l + 1)) / 2;
        double step = inner / Math.max(1, places.size());
        double[] spreads = new double[places.size()];
        List<DrawnEdge> edges =
                places.stream().map(place -> DrawnEdge.of(model, l, place)).toList();
        for (int e = 0; e < spreads.length; e++) {
            spreads[e] = edges.get(e).spread();
        }
        for (int e = 0; e < spreads.length; e++) {
            DrawnParts.Place place = places.get(e);
            double largest = 0;
            for (int other = 0; other < spreads.length; other++) {
                boolean same = layer.nodeOf(places.get(other).column()) == layer.nodeOf(place.column());
                largest = same ? Math.max(largest, spreads[other]) : largest;
            }
            double share = largest > 0 ? spreads[e] / largest : 0;
            double x = left + (e + 0.5) * step;
            double to = nodeX(l + 1, layer.nodeOf(place.column()));
            svg.begin("g", "class", "edge", "data-edge", l + "," + place.input() + "," + place.column());
            svg.attributes("opacity", Svg.number(FAINTEST + (1 - FAINTEST) * share));
            if (!edges.get(e).table().isEmpty()) {
                svg.title(
                        edges.get(e).table().lines().map(NetworkPlot::printable).collect(Collectors.joining("\n")));
            }
            line(nodeX(l, place.input()), y(l), x, middle + box / 2);
            line(x, middle - box / 2, to, y(l + 1));
            double[] density = look.density().length == 0 ? new double[0] : look.density()[l][place.input()];
            drawBox(
                    x,
                    middle,
                    edges.get(e),
                    density,
                    layer.edge(place.input(), place.column()) instanceof Edge.Symbolic);
            if (layer.edge(place.input(), place.column()) instanceof Edge.Symbolic s) {
                // On the side that the line to the next node leaves free.
                int size = (int) Math.max(8, Math.min(13, box / 4));
                boolean leansRight = to > x;
                svg.text(
                        leansRight ? x - 6 : x + 6,
                        middle - box / 2 - 6,
                        s.function().name(),
                        colours.symbolic(),
                        size,
                        leansRight ? "end" : "start");
            }
            svg.end();
        }
    }

    private void drawBox(double x, double y, DrawnEdge edge, double[] density, boolean symbolic) {
        double boxLeft = x - box / 2;
        double boxTop = y - box / 2;
        double inset = box / 9;
        svg.element(
                "rect",
                "x",
                Svg.number(boxLeft),
                "y",
                Svg.number(boxTop),
                "width",
                Svg.number(box),
                "height",
                Svg.number(box),
                "rx",
                Svg.number(inset),
                "fill",
                colours.box(),
                "stroke",
                symbolic ? colours.symbolic() : colours.ink(),
                "stroke-width",
                "1.2");
        drawDensity(boxLeft + inset, boxTop + box, box - 2 * inset, density);
        double[] values = edge.values();
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int p = 0; p <= values.length; p++) {
            double v = p < values.length ? values[p] : edge.gap();
            low = Double.isFinite(v) ? Math.min(low, v) : low;
            high = Double.isFinite(v) ? Math.max(high, v) : high;
        }
        double range = high > low ? high - low : 1;
        double step = (box - 2 * inset) / (edge.levels() ? values.length : values.length - 1);
        StringBuilder points = new StringBuilder();
        for (int p = 0; p < values.length; p++) {
            if (Double.isFinite(values[p])) {
                String pointX = Svg.number(boxLeft + inset + step * p);
                String pointY = Svg.number(boxTop + box - inset - (box - 2 * inset) * (values[p] - low) / range);
                points.append(
                        edge.levels()
                                ? "M" + pointX + " " + pointY + "h" + Svg.number(step) + " "
                                : pointX + "," + pointY + " ");
            }
        }
        String colour = symbolic ? colours.symbolic() : colours.curve();
        svg.element(
                edge.levels() ? "path" : "polyline",
                edge.levels() ? "d" : "points",
                points.toString().strip(),
                "fill",
                "none",
                "stroke",
                colour,
                "stroke-width",
                Svg.number(Math.min(2, box / 20)),
                "stroke-linejoin",
                "round");
        if (Double.isFinite(edge.gap())) {
            // Beyond the right end: it has no place among the values.
            svg.element(
                    "circle",
                    "class",
                    "gap",
                    "cx",
                    Svg.number(boxLeft + box - inset / 2),
                    "cy",
                    Svg.number(boxTop + box - inset - (box - 2 * inset) * (edge.gap() - low) / range),
                    "r",
                    Svg.number(inset / 3),
                    "fill",
                    colour);
        }
    }

    /** Where the rows are: bars from the bottom of a box, the highest of which take half of it. */
    private void drawDensity(double start, double bottom, double width, double[] density) {
        double highest = Arrays.stream(density).max().orElse(0);
        StringBuilder bars = new StringBuilder();
        double step = width / density.length;
        for (int b = 0; b < density.length; b++) {
            if (density[b] > 0) {
                bars.append('M')
                        .append(Svg.number(start + b * step))
                        .append(' ')
                        .append(Svg.number(bottom));
                bars.append('v').append(Svg.number(-box / 2 * density[b] / highest));
                bars.append('h')
                        .append(Svg.number(step))
                        .append('V')
                        .append(Svg.number(bottom))
                        .append('Z');
            }
        }
        if (!bars.isEmpty()) {
            svg.element("path", "d", bars.toString(), "fill", colours.unused(), "opacity", "0.4");
        }
    }

    private void line(double x1, double y1, double x2, double y2) {
        svg.line(x1, y1, x2, y2, colours.ink(), 1.2);
    }
}
