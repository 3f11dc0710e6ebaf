package org.kan4j.report;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.kan4j.grid.Grid;
import org.kan4j.kernel.ScalarKernels;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;
import org.kan4j.model.KanModel;
import org.kan4j.network.KanNetwork;

/**
 * A network as one SVG picture, inputs below and outputs above as in arXiv:2404.19756: every active edge is a box with its
 * function over its grid, the fainter the less it varies beside the others that enter its node; symbolic edges bear their
 * names. Nodes that no active edge enters or leaves are not drawn.
 */
public final class NetworkPlot {
    private static final int BOX = 56;
    private static final int GAP = 18;
    private static final int MARGIN = 48;
    private static final int STOREY = 190;
    private static final int POINTS = 49;
    private static final double FAINTEST = 0.25;
    private static final String INK = "#1f2937";
    private static final String CURVE = "#2563eb";
    private static final String SYMBOLIC = "#b45309";

    private final KanModel model;
    private final KanNetwork network;
    private final XMLStreamWriter xml;
    private final double width;
    private final double height;

    private NetworkPlot(KanModel model, XMLStreamWriter xml) {
        this.model = model;
        this.network = model.kan().network();
        this.xml = xml;
        int most = 2;
        for (int l = 0; l < network.depth(); l++) {
            most = Math.max(most, edges(l).size());
        }
        this.width = 2 * MARGIN + most * (BOX + GAP);
        this.height = 2 * MARGIN + network.depth() * STOREY;
    }

    /** The picture as the text of an SVG file. */
    public static String svg(KanModel model) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            new NetworkPlot(model, xml).draw();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("SVG could not be written", e);
        }
        return text.toString();
    }

    /** An active edge. */
    private record Place(int input, int column) {}

    private List<Place> edges(int l) {
        List<Place> places = new ArrayList<>();
        Layer layer = network.layer(l);
        for (int i = 0; i < layer.in(); i++) {
            for (int c = 0; c < layer.columns(); c++) {
                if (layer.edge(i, c).active()) {
                    places.add(new Place(i, c));
                }
            }
        }
        return places;
    }

    private void draw() throws XMLStreamException {
        xml.writeStartElement("svg");
        xml.writeDefaultNamespace("http://www.w3.org/2000/svg");
        xml.writeAttribute("viewBox", "0 0 " + number(width) + " " + number(height));
        xml.writeAttribute("width", number(width));
        xml.writeAttribute("height", number(height));
        xml.writeAttribute("font-family", "Helvetica, Arial, sans-serif");
        element("rect", "width", number(width), "height", number(height), "fill", "#ffffff");
        for (int l = 0; l < network.depth(); l++) {
            drawEdges(l);
        }
        for (int level = 0; level <= network.depth(); level++) {
            drawNodes(level);
        }
        xml.writeEndElement();
    }

    private double y(int level) {
        return height - MARGIN - level * STOREY;
    }

    /** Numbers of the nodes of a level that are drawn: those that an active edge enters or leaves. */
    private List<Integer> shown(int level) {
        List<Integer> nodes = new ArrayList<>();
        int count = level == 0 ? network.in() : network.layer(level - 1).out();
        for (int node = 0; node < count; node++) {
            int number = node;
            boolean leaves = level < network.depth() && edges(level).stream().anyMatch(e -> e.input() == number);
            boolean entered = level > 0
                    && edges(level - 1).stream()
                            .anyMatch(e -> network.layer(level - 1).nodeOf(e.column()) == number);
            if (level == 0 || leaves || entered) {
                nodes.add(node);
            }
        }
        return nodes;
    }

    private double nodeX(int level, int node) {
        List<Integer> nodes = shown(level);
        return (nodes.indexOf(node) + 0.5) * (width - 2 * MARGIN) / nodes.size() + MARGIN;
    }

    private void drawNodes(int level) throws XMLStreamException {
        for (int node : shown(level)) {
            double x = nodeX(level, node);
            boolean product = level > 0 && node >= network.layer(level - 1).sums();
            element("circle", "cx", number(x), "cy", number(y(level)), "r", product ? "10" : "5", "fill", INK);
            if (product) {
                text(x, y(level) + 5, "×", "#ffffff", 16);
            }
            if (level == 0) {
                text(x, y(level) + 26, model.inputNames().get(node), INK, 15);
            } else if (level == network.depth()) {
                text(x, y(level) - 16, model.outputNames().get(node), INK, 15);
            }
        }
    }

    private void drawEdges(int l) throws XMLStreamException {
        Layer layer = network.layer(l);
        List<Place> places = edges(l);
        double middle = (y(l) + y(l + 1)) / 2;
        double step = (width - 2 * MARGIN) / Math.max(1, places.size());
        double[] spreads = new double[places.size()];
        double[][] curves = new double[places.size()][];
        for (int e = 0; e < curves.length; e++) {
            curves[e] = curve(l, places.get(e));
            spreads[e] = spread(curves[e]);
        }
        for (int e = 0; e < curves.length; e++) {
            Place place = places.get(e);
            double largest = 0;
            for (int other = 0; other < curves.length; other++) {
                boolean same = layer.nodeOf(places.get(other).column()) == layer.nodeOf(place.column());
                largest = same ? Math.max(largest, spreads[other]) : largest;
            }
            double share = largest > 0 ? spreads[e] / largest : 0;
            double x = MARGIN + (e + 0.5) * step;
            xml.writeStartElement("g");
            xml.writeAttribute("class", "edge");
            xml.writeAttribute("opacity", number(FAINTEST + (1 - FAINTEST) * share));
            line(nodeX(l, place.input()), y(l), x, middle + BOX / 2.0);
            line(x, middle - BOX / 2.0, nodeX(l + 1, layer.nodeOf(place.column())), y(l + 1));
            drawBox(x, middle, curves[e], layer.edge(place.input(), place.column()));
            xml.writeEndElement();
        }
    }

    private void drawBox(double x, double y, double[] curve, Edge edge) throws XMLStreamException {
        double left = x - BOX / 2.0;
        double top = y - BOX / 2.0;
        boolean symbolic = edge instanceof Edge.Symbolic;
        element(
                "rect",
                "x",
                number(left),
                "y",
                number(top),
                "width",
                number(BOX),
                "height",
                number(BOX),
                "rx",
                "6",
                "fill",
                "#f8fafc",
                "stroke",
                symbolic ? SYMBOLIC : INK,
                "stroke-width",
                "1.2");
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double v : curve) {
            low = Double.isFinite(v) ? Math.min(low, v) : low;
            high = Double.isFinite(v) ? Math.max(high, v) : high;
        }
        double range = high > low ? high - low : 1;
        StringBuilder points = new StringBuilder();
        for (int p = 0; p < POINTS; p++) {
            if (Double.isFinite(curve[p])) {
                points.append(number(left + 6 + (BOX - 12.0) * p / (POINTS - 1)))
                        .append(',')
                        .append(number(top + BOX - 6 - (BOX - 12.0) * (curve[p] - low) / range))
                        .append(' ');
            }
        }
        element(
                "polyline",
                "points",
                points.toString().strip(),
                "fill",
                "none",
                "stroke",
                symbolic ? SYMBOLIC : CURVE,
                "stroke-width",
                "2",
                "stroke-linejoin",
                "round");
        if (edge instanceof Edge.Symbolic s) {
            xml.writeStartElement("text");
            xml.writeAttribute("x", number(x + 6));
            xml.writeAttribute("y", number(top - 6));
            xml.writeAttribute("font-size", "13");
            xml.writeAttribute("fill", SYMBOLIC);
            xml.writeCharacters(s.function().name());
            xml.writeEndElement();
        }
    }

    /** Values of an edge at evenly spread points of its grid. */
    private double[] curve(int l, Place place) {
        Layer layer = network.layer(l);
        Grid grid = layer.basis(place.input()).grid();
        double[] x = new double[layer.in()];
        double[] phi = new double[3 * layer.in() * layer.columns()];
        double[] values = new double[POINTS];
        double[] p = model.kan().parameters();
        for (int k = 0; k < POINTS; k++) {
            x[place.input()] = grid.lo() + (grid.hi() - grid.lo()) * k / (POINTS - 1);
            new ScalarKernels().edges(layer, p, network.offset(l), x, 0, phi);
            values[k] = phi[place.input() * layer.columns() + place.column()];
        }
        return values;
    }

    private static double spread(double[] curve) {
        double mean = 0;
        for (double v : curve) {
            mean += v / curve.length;
        }
        double squares = 0;
        for (double v : curve) {
            squares += (v - mean) * (v - mean);
        }
        return Double.isFinite(squares) ? Math.sqrt(squares / curve.length) : 0;
    }

    private void line(double x1, double y1, double x2, double y2) throws XMLStreamException {
        element(
                "line",
                "x1",
                number(x1),
                "y1",
                number(y1),
                "x2",
                number(x2),
                "y2",
                number(y2),
                "stroke",
                INK,
                "stroke-width",
                "1.2");
    }

    private void text(double x, double y, String text, String colour, int size) throws XMLStreamException {
        xml.writeStartElement("text");
        xml.writeAttribute("x", number(x));
        xml.writeAttribute("y", number(y));
        xml.writeAttribute("text-anchor", "middle");
        xml.writeAttribute("font-size", Integer.toString(size));
        xml.writeAttribute("fill", colour);
        xml.writeCharacters(text);
        xml.writeEndElement();
    }

    private void element(String name, String... attributes) throws XMLStreamException {
        xml.writeEmptyElement(name);
        for (int i = 0; i < attributes.length; i += 2) {
            xml.writeAttribute(attributes[i], attributes[i + 1]);
        }
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value).replaceAll("\\.?0+$", "");
    }
}
