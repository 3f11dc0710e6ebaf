package org.kan4j.basis;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.kan4j.grid.Extrapolation;

/**
 * What distinguishes a basis from others of its family on the same grid, by name: whole numbers, and what happens outside the
 * grid. The names are those of model files, in whose order they come. Immutable.
 */
public final class BasisSettings {
    /** Of a family that has none: its grid says all. */
    public static final BasisSettings NONE = new BasisSettings(Optional.empty(), Map.of());

    /** Name of the setting for the outside of the grid. */
    public static final String EXTRAPOLATION = "extrapolation";

    private final Optional<String> counted;
    private final Map<String, Object> values;

    private BasisSettings(Optional<String> counted, Map<String, Object> values) {
        this.counted = counted;
        this.values = values;
    }

    /**
     * {@return the settings of a basis on a range without breakpoints, the first of which says how many functions there are}
     *
     * @param name of that setting, such as {@code degree}
     * @param count its value
     */
    public static BasisSettings counting(String name, int count) {
        return new BasisSettings(Optional.of(name), Map.of(name, count));
    }

    /**
     * {@return these settings and a whole number}
     *
     * @param name of the new setting
     * @param value its value
     */
    public BasisSettings and(String name, int value) {
        return put(name, value);
    }

    /**
     * {@return these settings and what happens outside the grid, under the name {@value #EXTRAPOLATION}}
     *
     * @param value what happens
     */
    public BasisSettings and(Extrapolation value) {
        return put(EXTRAPOLATION, value);
    }

    private BasisSettings put(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new BasisSettings(counted, more);
    }

    /**
     * {@return these settings with another value of one}
     *
     * @param name a setting that is there
     * @param value of the type of its value
     * @throws IllegalArgumentException if there is no setting of that name and type
     */
    public BasisSettings with(String name, Object value) {
        if (!values.containsKey(name) || value.getClass() != values.get(name).getClass()) {
            throw unknown(name, value.getClass().getSimpleName());
        }
        return put(name, value);
    }

    /**
     * {@return whether there is a setting of a name}
     *
     * @param name any text
     */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** {@return names and values, in the order of model files; not to be modified} */
    public Map<String, Object> values() {
        return new LinkedHashMap<>(values);
    }

    /** {@return the name of the setting that says how many functions there are; empty where the intervals of the grid do} */
    public Optional<String> counted() {
        return counted;
    }

    /**
     * {@return the value of a whole number}
     *
     * @param name a setting that is there
     * @throws IllegalArgumentException if there is no whole number of that name
     */
    public int integer(String name) {
        if (values.get(name) instanceof Integer value) {
            return value;
        }
        throw unknown(name, "Integer");
    }

    /**
     * {@return what happens outside the grid}
     *
     * @throws IllegalArgumentException if the settings do not say it
     */
    public Extrapolation extrapolation() {
        if (values.get(EXTRAPOLATION) instanceof Extrapolation value) {
            return value;
        }
        throw unknown(EXTRAPOLATION, "Extrapolation");
    }

    private IllegalArgumentException unknown(String name, String type) {
        return new IllegalArgumentException("basis: no setting \"" + name + "\" of the type " + type + ", known are "
                + (values.isEmpty() ? "none" : String.join(", ", values.keySet())));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BasisSettings that && counted.equals(that.counted) && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
