package org.kan4j.report;

import java.io.StringWriter;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** A picture that is being written as SVG, element by element; lengths are in pixels. */
public final class Svg {
    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter xml;

    /** A step that the writer takes. */
    @FunctionalInterface
    private interface Step {
        void take() throws XMLStreamException;
    }

    /** A writer to memory fails where text is no XML, or elements do not match, which is this project's fault. */
    private static void write(Step step) {
        try {
            step.take();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("SVG could not be written", e);
        }
    }

    /**
     * Begins a picture.
     *
     * @param width of the picture
     * @param height of the picture
     */
    public Svg(double width, double height) {
        try {
            xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
        } catch (XMLStreamException e) {
            throw new IllegalStateException("SVG could not be written", e);
        }
        write(() -> {
            xml.writeStartElement("svg");
            xml.writeDefaultNamespace("http://www.w3.org/2000/svg");
        });
        attributes("viewBox", "0 0 " + number(width) + " " + number(height));
        attributes("width", number(width), "height", number(height));
        attributes("font-family", "Helvetica, Arial, sans-serif");
    }

    /**
     * Adds attributes to the element that has just begun.
     *
     * @param attributes names and values in turn
     * @return this
     */
    public Svg attributes(String... attributes) {
        write(() -> {
            for (int i = 0; i < attributes.length; i += 2) {
                xml.writeAttribute(attributes[i], attributes[i + 1]);
            }
        });
        return this;
    }

    /**
     * Begins an element that holds others.
     *
     * @param name its name
     * @param attributes names and values in turn
     * @return this
     */
    public Svg begin(String name, String... attributes) {
        write(() -> xml.writeStartElement(name));
        return attributes(attributes);
    }

    /**
     * Ends the element that began last.
     *
     * @return this
     */
    public Svg end() {
        write(xml::writeEndElement);
        return this;
    }

    /**
     * An element that holds nothing.
     *
     * @param name its name
     * @param attributes names and values in turn
     * @return this
     */
    public Svg element(String name, String... attributes) {
        write(() -> xml.writeEmptyElement(name));
        return attributes(attributes);
    }

    /**
     * What the element that has just begun is, for those who point at it and those who cannot see it.
     *
     * @param words any
     * @return this
     */
    public Svg title(String words) {
        begin("title");
        write(() -> xml.writeCharacters(words));
        return end();
    }

    /**
     * Words.
     *
     * @param x from the left
     * @param y of their line, from the top
     * @param words any
     * @param colour of the words
     * @param size of the letters
     * @param anchor which part of them is at x: {@code start}, {@code middle} or {@code end}
     * @return this
     */
    public Svg text(double x, double y, String words, String colour, int size, String anchor) {
        begin("text", "x", number(x), "y", number(y), "text-anchor", anchor);
        attributes("font-size", Integer.toString(size), "fill", colour);
        write(() -> xml.writeCharacters(words));
        return end();
    }

    /**
     * A straight line.
     *
     * @param x1 where it begins, from the left
     * @param y1 where it begins, from the top
     * @param x2 where it ends, from the left
     * @param y2 where it ends, from the top
     * @param colour of the line
     * @param width of the line
     * @return this
     */
    public Svg line(double x1, double y1, double x2, double y2, String colour, double width) {
        element("line", "x1", number(x1), "y1", number(y1), "x2", number(x2), "y2", number(y2));
        return attributes("stroke", colour, "stroke-width", number(width));
    }

    /** {@return the text of the file, the picture being at its end} */
    public String close() {
        end();
        write(xml::close);
        return text.toString();
    }

    /**
     * {@return a length with at most two decimals}
     *
     * @param value the length
     */
    public static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value).replaceAll("\\.?0+$", "");
    }
}
