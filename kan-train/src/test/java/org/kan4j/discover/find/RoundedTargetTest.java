package org.kan4j.discover.find;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.kan4j.data.Batch;
import org.kan4j.discover.score.Fit;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Vocabulary;
import org.kan4j.numeric.Parallel;
import org.kan4j.train.Tables;

class RoundedTargetTest {
    private static Batch rounded(Batch batch) {
        return new Batch(
                batch.x(),
                Arrays.stream(batch.y()).map(y -> Math.rint(y * 1e6) / 1e6).toArray(),
                batch.rows());
    }

    private static Batch bell() {
        return rounded(Tables.uniform(300, 3, 0.5, 3, 5, x -> x[0] * Math.exp(-x[1]) / (1 + x[2] * x[2])));
    }

    @Test
    void aLawIsFoundThoughTheTargetHasSixDecimals() {
        Batch data = bell();
        double spread = Fit.spread(data.y());
        try (Parallel parallel = new Parallel(1)) {
            Optional<Expression> ratio = new Rational(data, Vocabulary.all(), () -> false).exactOfFunctions(parallel);
            assertThat(ratio).isPresent();
            assertThat(Fit.rmse(ratio.orElseThrow(), data) / spread).isLessThan(3e-6);
            Batch sum = rounded(Tables.uniform(
                    300, 3, 0.5, 3, 5, x -> 3 * Math.exp(-x[0] * x[1]) + 0.7 * Math.sin(x[2] / x[0])));
            List<Expression> laws = new DictionarySearch(sum, Vocabulary.all(), () -> false).laws(3000, parallel);
            assertThat(laws).isNotEmpty();
            assertThat(Fit.rmse(laws.get(0), sum)).isLessThan(1e-6);
        }
    }
}
