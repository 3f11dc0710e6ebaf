package org.kan4j.basis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The families of bases, by name. A family is known by one member, from which all others are made ({@link Basis#with}): model
 * files, the command line, Deeplearning4j layers, benchmarks and tests find a family here and nowhere else.
 */
public final class BasisRegistry {
    private static final List<Basis> STANDARDS = List.of(new Basis[] {
        BSpline.STANDARD,
        GaussianRbf.STANDARD,
        Chebyshev.STANDARD,
        Fourier.STANDARD,
        Legendre.STANDARD,
        MexicanHat.STANDARD,
        Hats.STANDARD,
        Sines.STANDARD,
    });

    private static final List<Basis> ALL =
            Stream.concat(STANDARDS.stream(), Stream.of(Categories.STANDARD)).toList();

    /** Names that the command line had before families had one name everywhere; of other families there are none. */
    private static final Map<String, String> SHORT = Map.of("b-spline", "bspline", "gaussian-rbf", "rbf");

    private BasisRegistry() {}

    /** {@return a member of each family of functions of a quantity, with five intervals or so many functions, on [−2, 2]} */
    public static List<Basis> standards() {
        return STANDARDS;
    }

    /** {@return a member of each family, {@link Categories} too} */
    public static List<Basis> all() {
        return ALL;
    }

    /**
     * {@return a member of the family of a name, of functions of a quantity, to make others from}
     *
     * @param name as {@link Basis#family} or {@link #shortName} says it
     * @throws IllegalArgumentException if there is no such family
     */
    public static Basis named(String name) {
        List<String> known = new ArrayList<>();
        for (Basis standard : STANDARDS) {
            if (standard.family().equals(name) || shortName(standard).equals(name)) {
                return standard;
            }
            known.add(shortName(standard));
        }
        throw new IllegalArgumentException("basis: " + String.join(", ", known) + " required, got \"" + name + "\"");
    }

    /**
     * {@return what the command line calls the family of a basis}
     *
     * @param basis any member of the family
     */
    public static String shortName(Basis basis) {
        return SHORT.getOrDefault(basis.family(), basis.family());
    }
}
