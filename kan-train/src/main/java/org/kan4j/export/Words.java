package org.kan4j.export;

import java.util.Set;

/**
 * The words of a language that may name neither a function nor its arguments, beside those that no symbol of a formula may be. Those of
 * Java are known to {@link org.kan4j.formula.Formula#isJavaWord}.
 */
final class Words {
    private static final Set<String> C =
            words("auto break case char const continue default do double else enum extern float"
                    + " for goto if inline int long register restrict return short signed sizeof static struct switch typedef union"
                    + " unsigned void volatile while bool true false class new delete this template typename namespace using public"
                    + " private protected virtual operator friend try catch throw explicit export mutable and or not xor asm"
                    + " nullptr constexpr linux unix main errno NAN INFINITY HUGE_VAL signgam"
                    + " exp log sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh fabs sqrt pow"
                    + " j0 j1 jn y0 y1 yn gamma lgamma tgamma");

    private static final Set<String> R =
            words("if else repeat while function for next break in TRUE FALSE NULL Inf NaN NA T F"
                    + " exp log sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh abs sign sqrt pmin pmax");

    private Words() {}

    private static Set<String> words(String text) {
        return Set.of(text.split(" "));
    }

    /** The words of a language; none of one whose exports name nothing. */
    static Set<String> of(Language language) {
        return switch (language) {
            case PYTHON -> Set.of("np");
            case C -> C;
            case R -> R;
            case JAVA, SQL, EXCEL, ONNX, SAFETENSORS -> Set.of();
        };
    }
}
