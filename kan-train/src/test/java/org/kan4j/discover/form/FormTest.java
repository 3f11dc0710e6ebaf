package org.kan4j.discover.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.formula.Expression;

class FormTest {
    private static final List<String> XYZ = List.of("x", "y", "z");

    @Test
    void namesThatAreNoInputsAreUnknown() {
        Form form = Form.of("a*f(x) + b^2*g(y + a, z)*f(z) - f(x)", XYZ);
        assertThat(form.constants()).containsExactly("a", "b");
        assertThat(form.functions()).containsExactly("f", "g");
        assertThat(form.applications()).hasSize(3);
        assertThat(form.applications().get(1).function()).isEqualTo(1);
        Expression a = Expression.variable(3);
        assertThat(form.applications().get(1).arguments())
                .containsExactly(Expression.sum(Expression.variable(1), a), Expression.variable(2));
        // Inputs, constants, applications.
        assertThat(form.body().variables()).containsExactly(3, 4, 5, 6, 7);
        assertThat(form.within()).containsExactly(0);
        assertThat(form.used()).containsExactly(0, 1, 2);
        assertThat(Form.of("2*z + c", XYZ).used()).containsExactly(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"f(g(x))", "f(x) + f(x, y)", "f(x, y, z, x)", "f()", "x +", "f(x", "x y"})
    void whatIsNoFormIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Form.of(text, XYZ));
    }
}
