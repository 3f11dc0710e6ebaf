package org.kan4j.bench.recovery;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.DoublePredicate;

/** The words of a command line, taken one after the other. Messages name the command, the option, the rule and the value. */
public final class Arguments {
    private final String command;
    private final Deque<String> rest;

    public Arguments(String command, String... words) {
        this.command = command;
        rest = new ArrayDeque<>(List.of(words));
    }

    public boolean isEmpty() {
        return rest.isEmpty();
    }

    /** The next word. */
    public String next() {
        return rest.removeFirst();
    }

    /** What is wrong with an option. */
    public IllegalArgumentException error(String option, String rule, String got) {
        return new IllegalArgumentException(command + ": " + option + ": " + rule + " required, got \"" + got + "\"");
    }

    /** What is wrong with a word that is no option. */
    public IllegalArgumentException unknown(String word, String options) {
        return new IllegalArgumentException(command + ": " + options + " required, got \"" + word + "\"");
    }

    /** The value of an option. */
    public String value(String option, String rule) {
        if (rest.isEmpty()) {
            throw error(option, rule, "");
        }
        return rest.removeFirst();
    }

    /** A value that is one of some words. */
    String oneOf(String option, List<String> words) {
        String rule = "one of " + String.join(", ", words);
        String value = value(option, rule);
        if (!words.contains(value)) {
            throw error(option, rule, value);
        }
        return value;
    }

    /** A number of seconds. */
    double seconds(String option) {
        return number(option, "more than 0 seconds", v -> v > 0 && v <= 1e9);
    }

    /** A number of at least 0. */
    double share(String option) {
        return number(option, "a number of at least 0", v -> v >= 0 && v < Double.POSITIVE_INFINITY);
    }

    private double number(String option, String rule, DoublePredicate allowed) {
        String value = value(option, rule);
        try {
            double number = Double.parseDouble(value);
            if (allowed.test(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw error(option, rule, value);
        }
        throw error(option, rule, value);
    }

    /** A whole number of at least 1. */
    public int count(String option) {
        String rule = "a whole number of at least 1";
        String value = value(option, rule);
        try {
            int count = Integer.parseInt(value);
            if (count >= 1) {
                return count;
            }
        } catch (NumberFormatException e) {
            throw error(option, rule, value);
        }
        throw error(option, rule, value);
    }

    /** A seed. */
    long seed(String option) {
        String rule = "a whole number";
        String value = value(option, rule);
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw error(option, rule, value);
        }
    }
}
