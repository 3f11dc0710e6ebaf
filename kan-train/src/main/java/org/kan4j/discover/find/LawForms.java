package org.kan4j.discover.find;

import java.util.List;
import java.util.stream.Stream;

/** Forms that laws of one variable, and some of two, have in the sciences, as {@link LawForm} reads them; a new one is one more line. */
final class LawForms {
    /** Terms that a law may have beside others. */
    static final List<LawForm> BESIDE = forms("1", "x", "exp(-k1*x)", "sin(f1*x); cos(f1*x)", "abs(x - m1)");

    /** Peaks that may stand beside a law. */
    static final List<LawForm> PEAKS_BESIDE = forms("exp(-((x - m1)/w1)^2)", "1/(1 + ((x - m1)/w1)^2)");

    /** The simplest laws. */
    static final List<LawForm> SIMPLEST = forms("1", "x", "1; x", "x^p1", "exp(-k1*x)");

    /** Laws that are tried everywhere. */
    static final List<LawForm> COMMON = forms(
            "1; x; x^2",
            "1; exp(-k1*x)",
            "1 - exp(-k1*x)",
            "exp(q1/x)",
            "x | x",
            "1/(1 + (s1/x)^h1)",
            "1 | exp(-k1*x)",
            "exp(-r1*x) - exp(-r2*x)",
            "exp(-r1*x); exp(-r2*x)",
            "1; sin(f1*x); cos(f1*x)");

    /** Laws of their fields. */
    static final List<LawForm> OTHER = forms(
            // polynomials and inverse powers
            "x; x^2",
            "1; x^2",
            "1; x; x^2; x^3",
            "1; 1/x",
            "1; 1/x^2",
            "1; 1/x^2; 1/x^4",
            // powers
            "1; x^p1",
            "(x + o1)^p1",
            "1; (x + o1)^p1",
            "(u1 - x)^h1",
            "x^p1*exp(-k1*x)",
            "x; x^p1",
            // logarithms
            "log(x)",
            "1; log(x)",
            "1; log(x + o1)",
            "log(1 + x/s1)",
            "1; x; log(x)",
            "1; 1/x; log(x)",
            // exponentials
            "exp(-k1*x^2)",
            "x; 1; exp(-r1*x)",
            "1; exp(-r1*x); exp(-r2*x)",
            "exp(-r1*x); exp(-r2*x); exp(-r3*x)",
            "x*exp(-k1*x)",
            "(1 - exp(-r1*x))^h1",
            "exp(-(x/s1)^h1)",
            "1 - exp(-(x/s1)^h1)",
            "1; exp(-(x/s1)^h1)",
            "x^p1*exp(q1/x)",
            "exp(q1/(x + o1))",
            "1; 1/(x + o1)",
            // saturation
            "1; x | x",
            "x^h1 | x^h1",
            "1; 1/(1 + (x/s1)^h1)",
            "x | x; x^2",
            "tanh(k1*x)",
            "1/tanh(r1*x) - 1/(r1*x)",
            "x*(1 + (x/s1)^2)^(-0.5)",
            // growth
            "1; exp(-k1*x) | exp(-k1*x)",
            "exp(-k1*x) | x",
            "(1 + exp(-r1*(x - m1)))^g1",
            "exp(-exp(-k1*(x - m1)))",
            "1; exp(-exp(-k1*(x - m1)))",
            // steps and kinks
            "1; atan(k1*(x - m1))",
            "1; x; atan(w1/(x + o1))",
            "1; x; atan(w1/(u1 - x))",
            "1; x; abs(x - m1)",
            "1; x; abs(x - m1); abs(x - m2)",
            // skewed peaks
            "exp(-(log(x/m1)/w1)^2)",
            "1/x*exp(-(log(x/m1)/w1)^2)",
            "x^3/(exp(r1*x) - 1)",
            "x^(-5)/(exp(s1/x) - 1)",
            // ratios
            "1 | x",
            "1 | x^2",
            "1 | x; x^2",
            "x | x^2",
            "x^2 | x^2",
            "1; x | x; x^2",
            "x; x^2 | x; x^2",
            "1; x; x^2 | x",
            "1; x^2 | x^2",
            "1; x; x^2 | x; x^2",
            "1; x; x^2; x^3 | x; x^2; x^3",
            // waves
            "sin(f1*x); cos(f1*x)",
            "1; x; sin(f1*x); cos(f1*x)",
            "exp(-r1*x)*sin(f1*x); exp(-r1*x)*cos(f1*x)");

    /** Peaks, which are none unless they fall on both sides. */
    static final List<LawForm> PEAKS = forms(
            "exp(-((x - m1)/w1)^2)",
            "1; exp(-((x - m1)/w1)^2)",
            "exp(-((x - m1)/w1)^2); exp(-((x - m2)/v1)^2)",
            "1; exp(-((x - m1)/w1)^2); exp(-((x - m2)/v1)^2)",
            "1; x; exp(-((x - m1)/w1)^2); exp(-((x - m2)/v1)^2)",
            "exp(-l1*x); exp(-((x - m1)/w1)^2); exp(-((x - m2)/v1)^2)",
            "1/(1 + ((x - m1)/w1)^2)",
            "1; 1/(1 + ((x - m1)/w1)^2)",
            "1/(1 + ((x - m1)/w1)^2); 1/(1 + ((x - m2)/v1)^2)",
            "1; 1/(1 + ((x - m1)/w1)^2); 1/(1 + ((x - m2)/v1)^2)");

    /** Laws with a threshold. */
    static final List<LawForm> STEPS =
            forms("1; sign(x - t1)", "1; x; sign(x - t1)", "1; x; sign(x - t1); x*sign(x - t1)");

    /** Laws of two variables with a threshold, or of the larger one. */
    static final List<LawForm> STEPS_OF_TWO =
            forms("x; z; abs(x - z)", "z; z*sign(x - t1)", "1; z; sign(x - t1)", "1; z; sign(x - t1); z*sign(x - t1)");

    /** Laws of two variables. */
    static final List<LawForm> OF_TWO = forms(
            "1; x; z; x*z",
            "1; x*z",
            "1; x/z",
            "1; x^p1*z^p5",
            "1; x^2; z",
            "1; x; z; x*z; x^2; z^2",
            "1; log(x); log(z)",
            "1; x; log(z)",
            // with exponentials
            "x^p1*exp(-k5*z)",
            "1; x*exp(-k5*z)",
            "exp(-k1*x - k5*z)",
            "1; exp(-k1*x - k5*z)",
            "x^p1*exp(q5/z)",
            "exp(q1/x + q5/z)",
            "z^p5*(1 - exp(-k1*x))",
            "exp(-j1*x*z)",
            "1 - exp(-j1*x*z)",
            "exp(-i1*x/z)",
            "1 - exp(-i1*x/z)",
            "z*exp(-j1*x*z)",
            "exp(-k1*x*exp(q5/z))",
            "1 - exp(-k1*x*exp(q5/z))",
            // with saturation
            "x*z^p5 | x",
            "x | x; z",
            "x | x; z; x*z",
            "x*z | x; z",
            "x*z | x; z; x*z",
            "x | z",
            "x^p1 | z",
            "1 | x; z",
            // waves
            "z*sin(f1*x); z*cos(f1*x)");

    private LawForms() {}

    private static List<LawForm> forms(String... texts) {
        return Stream.of(texts).map(LawForm::of).toList();
    }
}
