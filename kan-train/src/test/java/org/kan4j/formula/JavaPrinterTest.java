package org.kan4j.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaPrinterTest {
    private static final int EXPRESSIONS = 300;
    private static final int POINTS = 100;

    @TempDir
    Path classes;

    /** A source file in memory. */
    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String name, String text) {
            super(URI.create("string:///" + name + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private URLClassLoader compile(List<Formula> formulas) throws IOException {
        List<JavaFileObject> sources = new ArrayList<>();
        for (int i = 0; i < formulas.size(); i++) {
            sources.add(new Source("F" + i, formulas.get(i).java("F" + i)));
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        List<String> options = List.of("-d", classes.toString(), "-proc:none");
        boolean compiled =
                compiler.getTask(messages, null, null, options, null, sources).call();
        assertThat(compiled).as(messages.toString()).isTrue();
        // Nothing but the JDK is in sight.
        return new URLClassLoader(new URL[] {classes.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
    }

    private static double evaluate(Class<?> type, double[] x) throws ReflectiveOperationException {
        Method method = Arrays.stream(type.getDeclaredMethods())
                .filter(m -> m.getName().equals("evaluate"))
                .findFirst()
                .orElseThrow();
        return (double) method.invoke(null, Arrays.stream(x).boxed().toArray());
    }

    @Test
    void sourceCompilesAndGivesTheSameBits() throws IOException, ReflectiveOperationException {
        RandomExpressions random = new RandomExpressions(new SplittableRandom(31));
        List<Formula> formulas = new ArrayList<>();
        for (int i = 0; i < EXPRESSIONS; i++) {
            formulas.add(Formula.of(random.expression(4), RandomExpressions.SYMBOLS, "f"));
        }
        try (URLClassLoader loader = compile(formulas)) {
            for (int i = 0; i < EXPRESSIONS; i++) {
                Class<?> type = loader.loadClass("F" + i);
                Formula formula = formulas.get(i);
                for (int k = 0; k < POINTS; k++) {
                    double[] x = random.point();
                    double value = evaluate(type, x);
                    assertThat(value)
                            .as("%s at %s", formula.text(), Arrays.toString(x))
                            // A zero may change its sign, as −(0·x) does.
                            .matches(v -> v == formula.expression().evaluate(x)
                                    || (Double.isNaN(v)
                                            && Double.isNaN(formula.expression().evaluate(x))));
                }
            }
        }
    }

    @Test
    void namesThatMeanSomethingInJavaGetAnUnderscore() throws IOException, ReflectiveOperationException {
        List<String> columns = List.of("int", "int_", "Math", "power");
        Expression e = FormulaParser.parse("int - int_ + 10*sin(Math)^3 + power", columns);
        Formula formula = Formula.of(e, columns, "f");
        assertThat(formula.java("F")).contains("evaluate(double int__, double int_, double Math_, double power)");
        try (URLClassLoader loader = compile(List.of(formula))) {
            double[] x = {1, 2, 3, 4};
            assertThat(evaluate(loader.loadClass("F0"), x)).isEqualTo(e.evaluate(x));
        }
    }

    @Test
    void aClassNameThatIsNoneIsRefused() {
        Formula formula = Formula.of(Constant.ONE, List.of(), "f");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> formula.java("a b"))
                .withMessage("Java source: a class name that is an identifier required, got \"a b\"");
        assertThatIllegalArgumentException().isThrownBy(() -> formula.java("class"));
    }

    @Test
    void bracketsStandWhereTheyMeanSomethingAndNowhereElse() {
        List<String> xyz = List.of("x", "y", "z");
        String[][] cases = {
            {"x/y", "x / y"},
            {"x/(y*z)", "x / (y * z)"},
            {"(x + y)*z", "(x + y) * z"},
            {"x - 3*y", "x - 3.0 * y"}
        };
        for (String[] each : cases) {
            assertThat(Formula.of(FormulaParser.parse(each[0], xyz), xyz, "f").java("F"))
                    .contains("return " + each[1] + ";");
        }
    }
}
