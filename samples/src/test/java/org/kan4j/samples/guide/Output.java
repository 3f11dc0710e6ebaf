package org.kan4j.samples.guide;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares what a page shows with what a command prints. {@code …} stands for whatever was left out: lines, where it is a line, or part of one. A line
 * with an equals sign, as those of formulas have, must be the same. In others numbers may differ by 1%, as their last digits do between
 * machines, and times, which end with {@code s}, by anything.
 */
final class Output {
    private static final String ELLIPSIS = "…";
    private static final double TOLERANCE = 0.01;
    private static final String NUMBER = "[-+]?\\d+(?:\\.\\d+)?(?:[eE][-+]?\\d+)?";
    private static final Pattern PART = Pattern.compile("(?<time>" + NUMBER + ")(?= s\\b)|(?<![\\w.…^])(?<number>"
            + NUMBER + ")(?![\\w.…])|(?<left>…)|(?<spaces> +)");

    private Output() {}

    /** {@return the first line shown that is not printed where the page has it; empty where all are} */
    static Optional<String> difference(List<String> shown, String printed) {
        List<String> real = printed.lines().map(String::stripTrailing).toList();
        List<Integer> ends = List.of(0);
        for (String line : shown) {
            List<Integer> next = new ArrayList<>();
            for (int end : ends) {
                if (line.equals(ELLIPSIS)) {
                    for (int skipped = end; skipped <= real.size(); skipped++) {
                        next.add(skipped);
                    }
                } else if (end < real.size() && same(line, real.get(end))) {
                    next.add(end + 1);
                }
            }
            if (next.isEmpty()) {
                return Optional.of(line);
            }
            ends = next.stream().distinct().toList();
        }
        return ends.contains(real.size()) ? Optional.empty() : Optional.of("the end");
    }

    /** {@return whether a line is the one shown} */
    static boolean same(String page, String real) {
        // Of the names of files, on Windows.
        String shown = page.replace('\\', '/');
        boolean exact = shown.contains(" = ");
        List<Double> numbers = new ArrayList<>();
        StringBuilder regex = new StringBuilder();
        Matcher part = PART.matcher(shown);
        int from = 0;
        while (part.find()) {
            regex.append(Pattern.quote(shown.substring(from, part.start())));
            from = part.end();
            if (part.group("left") != null) {
                regex.append(".*");
            } else if (part.group("spaces") != null) {
                regex.append(" +");
            } else if (part.group("time") != null) {
                regex.append(NUMBER);
            } else if (exact) {
                regex.append(Pattern.quote(part.group()));
            } else {
                regex.append('(').append(NUMBER).append(')');
                numbers.add(Double.parseDouble(part.group()));
            }
        }
        regex.append(Pattern.quote(shown.substring(from)));
        Matcher matcher = Pattern.compile(regex.toString()).matcher(real.replace('\\', '/'));
        if (!matcher.matches()) {
            return false;
        }
        for (int i = 0; i < numbers.size(); i++) {
            double expected = numbers.get(i);
            if (!(Math.abs(Double.parseDouble(matcher.group(i + 1)) - expected) <= TOLERANCE * Math.abs(expected))) {
                return false;
            }
        }
        return true;
    }
}
